/** `baton approve` and `baton decline`: a person's answer to a waiting run, by IAM instead of a link. */
import { SFNClient } from "@aws-sdk/client-sfn";
import type { Command } from "commander";
import { type DecideOutcome, decideGate } from "../../lambdas/approval/decide-gate";
import { GateStore } from "../../lambdas/aws/gate-store";
import { openTable } from "../../lambdas/aws/table";
import { type Gate, type GateDecision, gateStateAt } from "../../orchestrator/gate";
import {
  type CommandFactory,
  LONGEST_NAME,
  LONGEST_REASON,
  personText,
  type RemoteOptions,
  remoteCommand,
} from "../command";
import { CommandFailed } from "../command-failed";
import { EXIT_STATUS } from "../exit-status";
import { findRun, runInCharge } from "../records/find-run";
import { inSession, type Session } from "../session/session";
import { isConfirmed } from "../terminal/confirmation";
import { wrap } from "../terminal/layout";
import { print, printJson, screenOf } from "../terminal/screen";
import { outcomeOf } from "./outcome";
import { questionPage } from "./question-page";

interface DecisionOptions extends RemoteOptions {
  readonly by: string;
  readonly remark: string;
  readonly run?: string;
  readonly yes: boolean;
}

export const approveCommand: CommandFactory = (onEnd) => answerCommand("approve", "let the waiting run go on", onEnd);
export const declineCommand: CommandFactory = (onEnd) =>
  answerCommand("decline", "let the waiting run stand down", onEnd);

type Answer = "approve" | "decline";

function answerCommand(answer: Answer, description: string, onEnd: (status: number) => void): Command {
  return remoteCommand(answer, description)
    .requiredOption("--by <who>", "your name or address", personText(LONGEST_NAME))
    .option("--remark <text>", "what everybody should know about it", personText(LONGEST_REASON), "")
    .option(
      "--run <id>",
      "the run, by its name or the eight characters in the messages; else the one that holds the baton",
    )
    .option("--yes", "do not show the facts, do not ask for a confirmation", false)
    .action(async (options: DecisionOptions) =>
      onEnd(await inSession(options, (session) => decide(session, answer, options))),
    );
}

async function decide(session: Session, answer: Answer, options: DecisionOptions): Promise<number> {
  const { runtime, plan } = session;
  const runId = options.run === undefined ? await runInCharge(session) : await findRun(session, options.run);
  const gates = new GateStore(openTable(runtime));
  const gate = await gates.read(runId);
  const mustAsk = !options.yes && gate !== null && gateStateAt(gate, runtime.clock.now()) === "open";
  if (mustAsk && !(await hasConfirmed(session, gate, answer))) return nothingDecided();
  const decision = decisionOf(answer, options, runtime.clock.now());
  const sfn = runtime.clients.get(SFNClient, plan.regions.standby);
  const result: DecideOutcome =
    gate === null ? { outcome: "no-gate" } : await decideGate({ gates, sfn }, gate, decision);
  return tell(runId, result, decision, options);
}

/** The facts go to standard error, so that `--json` stays one object. */
async function hasConfirmed({ runtime }: Session, gate: Gate, answer: Answer): Promise<boolean> {
  const page = questionPage(gate, answer, runtime.clock.now(), screenOf(process.stderr));
  return isConfirmed(page, answer);
}

function nothingDecided(): number {
  process.stderr.write("Nothing was decided.\n");
  return EXIT_STATUS.failure;
}

function decisionOf(answer: Answer, { by, remark }: DecisionOptions, decidedAtMs: number): GateDecision {
  return { approved: answer === "approve", decidedBy: by, remark, decidedAtMs, channel: "command line" };
}

function tell(runId: string, result: DecideOutcome, wanted: GateDecision, { json }: DecisionOptions): number {
  const outcome = outcomeOf(runId, result, wanted);
  if ("problem" in outcome) throw new CommandFailed(outcome.problem, outcome.sentence);
  if (json) printJson({ runId, decision: outcome.decision, isFirst: outcome.isFirst });
  else print(wrap(outcome.sentence, screenOf(process.stdout).columns));
  return EXIT_STATUS.success;
}
