/** How an execution ended, asked of Step Functions instead of told by its event. */

import { DescribeExecutionCommand, SFNClient } from "@aws-sdk/client-sfn";
import { runIdOf } from "../../orchestrator/names";
import type { Runtime } from "../runtime/runtime";
import { BAD_ENDINGS, type EndedExecution } from "./tell-of-ending";

export interface Ending extends EndedExecution {
  readonly atMs: number;
}

/** Null while the execution runs, and where it ended as it should. */
export async function describeEnding(
  { clients, plan }: Runtime<unknown>,
  executionArn: string,
): Promise<Ending | null> {
  const sfn = clients.get(SFNClient, plan.regions.standby);
  const described = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  const status = BAD_ENDINGS.find((each) => each === described.status);
  if (status === undefined || described.stopDate === undefined) return null;
  const { error, cause, redriveCount = 0, stopDate } = described;
  const name = runIdOf(executionArn);
  return { executionArn, name, status, error, cause, redriveCount, atMs: stopDate.getTime() };
}
