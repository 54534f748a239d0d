/** What has become of an execution of a state machine. */
import { DescribeExecutionCommand, type ExecutionStatus, SFNClient } from "@aws-sdk/client-sfn";
import type { Runtime } from "../runtime/runtime";
import { failedAs } from "./failures";

/** Null for one that Step Functions does not know: not yet, because this read is eventually consistent, or not any more (after 90 days). */
export async function executionStatus(
  runtime: Runtime<unknown>,
  executionArn: string,
): Promise<ExecutionStatus | null> {
  const sfn = runtime.clients.get(SFNClient, runtime.plan.regions.standby);
  try {
    const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return status ?? null;
  } catch (error) {
    if (failedAs(error, "ExecutionDoesNotExist")) return null;
    throw error;
  }
}

/**
 * How old the latest word of a holder must be before one that Step Functions does not know counts as forgotten. Reads lag by seconds, and no
 * execution is forgotten before 90 days, unless its machine is deleted: then whoever makes it anew waits as long as this.
 */
const FORGOTTEN_AFTER_MS = 10 * 60_000;

/** Whether the holder may be at work. `changedAtMs`: when the baton that it holds was written last. */
export function mayBeRunning(
  status: ExecutionStatus | null,
  { changedAtMs, nowMs }: { readonly changedAtMs: number; readonly nowMs: number },
): boolean {
  return status === null ? nowMs - changedAtMs < FORGOTTEN_AFTER_MS : status === "RUNNING";
}
