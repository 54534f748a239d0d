/** Whether an execution has been redriven since the ending that an event tells of: then that ending is answered. */
import { DescribeExecutionCommand, SFNClient } from "@aws-sdk/client-sfn";
import { describeFailure } from "../aws/failures";
import { PAGING_BUDGET } from "../runtime/budgets";
import type { Runtime } from "../runtime/runtime";
import type { EndedExecution } from "./tell-of-ending";

/**
 * By the count alone: this read is eventually consistent, and may say for seconds that a run is at work which is over. Where Step Functions
 * does not say, nothing is answered, and the page goes out. Never throws.
 */
export async function wasRedriven(
  { clients, plan, log }: Runtime<unknown>,
  { executionArn, redriveCount }: Pick<EndedExecution, "executionArn" | "redriveCount">,
): Promise<boolean> {
  try {
    const sfn = clients.get(SFNClient, plan.regions.standby, PAGING_BUDGET);
    const described = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return (described.redriveCount ?? 0) > redriveCount;
  } catch (error) {
    log.error(`Whether ${executionArn} was redriven cannot be found out: ${describeFailure(error)}`);
    return false;
  }
}
