/** What has become of an execution of a state machine. */
import { DescribeExecutionCommand, type ExecutionStatus, SFNClient } from "@aws-sdk/client-sfn";
import type { Runtime } from "../runtime/runtime";
import { failedAs } from "./failures";

/** Null for one that Step Functions has forgotten (it keeps them for 90 days). */
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
