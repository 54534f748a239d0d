/** Baton's own metrics: numbers in its namespace of the standby Region, which its alarms watch. */
import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { deployedNames } from "../../orchestrator/names";
import type { Runtime } from "../runtime/runtime";
import { describeFailure } from "./failures";

/** One datapoint for each name. Throws what CloudWatch refuses. */
export async function putMetrics(
  { clients, plan }: Pick<Runtime<unknown>, "clients" | "plan">,
  values: Readonly<Record<string, number>>,
): Promise<void> {
  const cloudWatch = clients.get(CloudWatchClient, plan.regions.standby);
  const MetricData = Object.entries(values).map(([MetricName, Value]) => ({
    MetricName,
    Value,
    Unit: "None" as const,
  }));
  await cloudWatch.send(new PutMetricDataCommand({ Namespace: deployedNames(plan).metricNamespace, MetricData }));
}

/** The same for work that goes on whatever becomes of the metric: never throws. */
export async function reportMetric(runtime: Runtime<unknown>, name: string, value: number): Promise<void> {
  try {
    await putMetrics(runtime, { [name]: value });
  } catch (error) {
    runtime.log.error(`The metric ${name} could not be reported: ${describeFailure(error)}`);
  }
}
