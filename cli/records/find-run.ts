/** The run that a person means. */

import { BatonStore } from "../../lambdas/aws/baton-store";
import { openTable } from "../../lambdas/aws/table";
import { runIdOf } from "../../orchestrator/names";
import { CommandFailed } from "../command-failed";
import type { Session } from "../session/session";
import { latestRuns } from "./run-list";
import { readRun } from "./run-record";

/** Runs that the end of a name is looked for in. */
const SEARCHED_RUNS = 100;
/** Messages carry this much of a run's name. */
const SHORTEST_NAME_END = 8;

/** By its whole name, or by the end of it as in the messages' subject. @throws CommandFailed named `NoSuchRun` */
export async function findRun(session: Session, given: string): Promise<string> {
  if (await readRun(session, given)) return given;
  const runs = given.length < SHORTEST_NAME_END ? [] : await latestRuns(session, SEARCHED_RUNS);
  const matching = runs.filter(({ runId }) => runId.endsWith(given));
  const [only] = matching;
  if (only && matching.length === 1) return only.runId;
  const why = only
    ? "several of the latest runs end like that"
    : `none of the last ${SEARCHED_RUNS} runs ends like that`;
  const hint = "Give the whole name, or at least its last eight characters; `history` lists them.";
  throw new CommandFailed("NoSuchRun", `There is no record of a run "${given}", and ${why}. ${hint}`);
}

/** The run that holds the baton. @throws CommandFailed named `NothingRuns` */
export async function runInCharge({ plan, runtime }: Session): Promise<string> {
  const { holder } = await new BatonStore(openTable(runtime)).read();
  if (holder !== null) return runIdOf(holder);
  const message = `No run of ${plan.application} holds the baton, so nothing waits for an answer. See \`history\`, or give --run.`;
  throw new CommandFailed("NothingRuns", message);
}
