/** Counts messages that could not be sent, where CloudWatch can tell of them by a way of its own. */
import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { deployedNames } from "../../orchestrator/names";
import type { Runtime } from "../runtime/runtime";
import { describeFailure } from "./failures";

/** Never throws: it is called where something has failed already. */
export async function countUnsentMessage({ clients, plan, log }: Runtime<unknown>): Promise<void> {
  const { metricNamespace, unsentMessagesMetric } = deployedNames(plan);
  const datapoint = { MetricName: unsentMessagesMetric, Value: 1, Unit: "Count" as const };
  try {
    const cloudWatch = clients.get(CloudWatchClient, plan.regions.standby);
    await cloudWatch.send(new PutMetricDataCommand({ Namespace: metricNamespace, MetricData: [datapoint] }));
  } catch (error) {
    log.error(`The unsent message could not be counted: ${describeFailure(error)}`);
  }
}
