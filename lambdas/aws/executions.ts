/** Whether an execution of the state machine is alive. */
import { DescribeExecutionCommand, SFNClient } from "@aws-sdk/client-sfn";
import type { Runtime } from "../runtime/runtime";
import { failedAs } from "./failures";

/** False for an execution that ended or that Step Functions has forgotten (it keeps them for 90 days). */
export async function isExecutionRunning(runtime: Runtime<unknown>, executionArn: string): Promise<boolean> {
  const sfn = runtime.clients.get(SFNClient, runtime.plan.regions.standby);
  try {
    const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return status === "RUNNING";
  } catch (error) {
    if (failedAs(error, "ExecutionDoesNotExist")) return false;
    throw error;
  }
}
