/** The alarm on Route 53's health check of the application: where the metrics of health checks are, in us-east-1. */
import { CloudWatchClient, DescribeAlarmsCommand, type MetricAlarm } from "@aws-sdk/client-cloudwatch";
import { deployedNames, HEALTH_METRICS_REGION } from "../../orchestrator/names";
import { REMOTE_BUDGET } from "../runtime/budgets";
import type { Runtime } from "../runtime/runtime";

/** Undefined where there is none of that name. Throws what CloudWatch says, also by not answering. */
export async function describeWatchAlarm({ clients, plan }: Runtime<unknown>): Promise<MetricAlarm | undefined> {
  const cloudWatch = clients.get(CloudWatchClient, HEALTH_METRICS_REGION, REMOTE_BUDGET);
  const { watchAlarm } = deployedNames(plan);
  const answer = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: [watchAlarm] }));
  return answer.MetricAlarms?.[0];
}
