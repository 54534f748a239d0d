/** The page about an execution that ended other than it should; one for each ending, whoever sends it. */
import { workflowOfArn } from "../../orchestrator/names";
import { needsOperatorNotice } from "../../orchestrator/operator-notice";
import type { Workflow } from "../../orchestrator/workflow";
import { readStanding } from "../aws/standing";
import type { Table } from "../aws/table";
import type { NoticeEnvironment } from "../runtime/environment";
import type { Runtime } from "../runtime/runtime";
import { tell } from "../steps/tell";

export const BAD_ENDINGS = ["FAILED", "TIMED_OUT", "ABORTED"] as const;

/** As Step Functions tells it, by event or asked. */
export interface EndedExecution {
  readonly executionArn: string;
  readonly name: string;
  readonly status: (typeof BAD_ENDINGS)[number];
  readonly error?: string | null | undefined;
  readonly cause?: string | null | undefined;
  /** An execution ends anew after each redrive. */
  readonly redriveCount: number;
}

/** Answers whether the message is out, now or before. Never throws. `successor`: the run that takes over from it now. */
export async function tellOfEnding(
  runtime: Runtime<NoticeEnvironment>,
  table: Table,
  ended: EndedExecution,
  enteredAt: string,
  successor: { readonly successorRunId?: string } = {},
): Promise<boolean> {
  const { executionArn, name: runId, redriveCount } = ended;
  const workflow = workflowOfArn(runtime.plan, executionArn) ?? "failover";
  const context = { plan: runtime.plan, run: { runId, executionArn, workflow } };
  const standing = await readStanding(runtime, table, runId);
  const notice = needsOperatorNotice(context, { ...wordsFor(workflow, ended), standing, ...successor });
  return tell({ runtime, table, runId, enteredAt }, notice, `ended#${redriveCount}`);
}

const ENDINGS = {
  FAILED: { where: "and could not page by itself", word: "failed" },
  TIMED_OUT: { where: "because it outlived the machine's own time limit", word: "timed out" },
  ABORTED: { where: "because somebody aborted it", word: "was aborted" },
} as const;

function wordsFor(workflow: Workflow, { status, error, cause }: EndedExecution) {
  const { where, word } = ENDINGS[status];
  const whoToAsk = status === "ABORTED" ? "CloudTrail says who called StopExecution: ask them." : "";
  return { where, headline: `the ${workflow} ${word}`, error: error ?? status, cause: cause ?? whoToAsk };
}
