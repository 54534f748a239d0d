/**
 * The page for a dead run whose baton another one takes over. Whoever is told of its end may be late or throttled for longer
 * than EventBridge tries, and nobody looks at a run any more that does not hold the baton.
 */
import { describeFailure } from "../aws/failures";
import { readOperatorCall, wasPaged } from "../aws/operator-call";
import { RunStore } from "../aws/run-store";
import type { Table } from "../aws/table";
import type { NoticeEnvironment } from "../runtime/environment";
import type { Runtime } from "../runtime/runtime";
import { describeEnding } from "./describe-ending";
import { tellOfEnding } from "./tell-of-ending";

/**
 * Answers whether nothing is left to tell. Before the baton moves, so that a claim that dies here is made again. Never throws:
 * the new run may be what saves the day.
 */
export async function tellOfDeadHolder(
  runtime: Runtime<NoticeEnvironment>,
  table: Table,
  { holder, successorRunId }: { readonly holder: string; readonly successorRunId: string },
): Promise<boolean> {
  try {
    const ended = await describeEnding(runtime, holder);
    if (ended === null || wasPaged(await readOperatorCall(table, ended.name), ended.redriveCount)) return true;
    const isTold = await tellOfEnding(runtime, table, ended, new Date(ended.atMs).toISOString(), { successorRunId });
    await new RunStore(table).update(ended.name, { outcome: "needs-operator" });
    return isTold;
  } catch (error) {
    runtime.log.error(`Whether on-call knows of the end of ${holder} cannot be found out: ${describeFailure(error)}`);
    return false;
  }
}
