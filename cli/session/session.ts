/** One command's way to what is deployed for a plan: on AWS, or in a lab. */

import { randomBytes } from "node:crypto";
import type { TableEnvironment } from "../../lambdas/runtime/environment";
import { httpsProbe } from "../../lambdas/runtime/https-probe";
import type { Log, Names, Runtime } from "../../lambdas/runtime/runtime";
import { type DeployedNames, deployedNames } from "../../orchestrator/names";
import type { Plan } from "../../orchestrator/plan";
import { labEndpointOf, type RemoteOptions, wordsOf } from "../command";
import { CommandFailed } from "../command-failed";
import { findPlan } from "../find-plan";
import { introduce } from "./caller";
import { explain } from "./explain";
import { connectLab } from "./lab-link";
import { OperatorClients } from "./operator-clients";
import { aheadBy, realClock } from "./real-clock";
import { refuseRedirection } from "./redirection";

export interface Session {
  readonly plan: Plan;
  readonly names: DeployedNames;
  /** The same runtime that handlers have, so that a command runs the same code on the same table. */
  readonly runtime: Runtime<TableEnvironment>;
  /** "AWS account 123456789012", "the lab at http://127.0.0.1:4680". */
  readonly place: string;
  /** Words that lead another command to the same plan and place: " --lab", or nothing. */
  readonly words: string;
}

/** Opens a session in the plan's account and carries out one command in it. Throws `CommandFailed` for whatever goes wrong on the way to AWS. */
export async function inSession(options: RemoteOptions, act: (session: Session) => Promise<number>): Promise<number> {
  const session = await openSession(options);
  try {
    const offsetMs = await introduce(session, realClock);
    return await act(labEndpointOf(options) === undefined ? inTimeOfAws(session, offsetMs) : session);
  } catch (error) {
    throw explain(error, session);
  }
}

async function openSession(options: RemoteOptions): Promise<Session> {
  const plan = await findPlan(options);
  const names = deployedNames(plan);
  const common = { environment: { TABLE_NAME: names.table }, plan, log: SILENT, randomBytes, names: NO_NAMES };
  const words = wordsOf(options);
  const endpoint = labEndpointOf(options);
  if (endpoint === undefined) {
    refuseRedirection(process.env);
    const runtime = { ...common, clients: new OperatorClients(), clock: realClock, http: httpsProbe };
    return { plan, names, runtime, place: `AWS account ${plan.account}`, words };
  }
  const { application, access, clock, http } = await connectLab(endpoint);
  if (application !== plan.application) throw otherPlan(endpoint, application, plan);
  const runtime = { ...common, clients: new OperatorClients(access), clock, http };
  return { plan, names, runtime, place: `the lab at ${endpoint}`, words };
}

/** Answers and pauses are judged by AWS's clock; a laptop's may be an hour off. A lab has told its own time. */
function inTimeOfAws(session: Session, offsetMs: number): Session {
  return { ...session, runtime: { ...session.runtime, clock: aheadBy(realClock, offsetMs) } };
}

function otherPlan(endpoint: string, application: string, plan: Plan): CommandFailed {
  const message = `The lab at ${endpoint} runs the plan of ${application}, not of ${plan.application}. Say which application to both.`;
  return new CommandFailed("OtherPlan", message);
}

/** No command looks up a name. */
const NO_NAMES: Names = { resolve: () => Promise.resolve([]) };

/** A command speaks to its reader, not to a log. */
const SILENT: Log = { append: () => {}, info: () => {}, warn: () => {}, error: () => {} };
