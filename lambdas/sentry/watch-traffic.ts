/**
 * Customers must be where the baton is. Between runs the sentry looks up the public name, as a customer's resolver does, and
 * reports whether it leads to the other Region: the traffic endpoint may fail in ways that no alarm on it can see.
 */
import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { arrivalAt } from "../../orchestrator/arrival";
import type { Baton } from "../../orchestrator/baton";
import { deployedNames } from "../../orchestrator/names";
import { describeFailure } from "../aws/failures";
import { LOOK_UP_TIMEOUT_MS } from "../runtime/budgets";
import type { Runtime } from "../runtime/runtime";

/** With `followHealth` DNS may differ from the baton on purpose; while a run holds it, the move is on its way. */
export async function watchTraffic<Environment>(runtime: Runtime<Environment>, baton: Baton): Promise<void> {
  if (runtime.plan.traffic.mode !== "followBaton" || baton.holder !== null) return;
  const isAstray = await leadsElsewhere(runtime, baton);
  const { metricNamespace: Namespace, trafficAstrayMetric: MetricName } = deployedNames(runtime.plan);
  const datapoint = { MetricName, Value: isAstray ? 1 : 0, Unit: "None" as const };
  try {
    const cloudWatch = runtime.clients.get(CloudWatchClient, runtime.plan.regions.standby);
    await cloudWatch.send(new PutMetricDataCommand({ Namespace, MetricData: [datapoint] }));
  } catch (error) {
    runtime.log.error(`Where customers are sent could not be reported: ${describeFailure(error)}`);
  }
}

/** Addresses change and answers are lost: only what belongs to the wrong load balancer is proof of anything. */
async function leadsElsewhere<Environment>({ plan, names, log }: Runtime<Environment>, { active }: Baton) {
  const { recordName, loadBalancers } = plan.traffic;
  const other = active === "primary" ? "standby" : "primary";
  const [publicName, target] = await Promise.all(
    [recordName, loadBalancers[other].dnsName].map((name) => names.resolve(name, LOOK_UP_TIMEOUT_MS)),
  );
  const strayed = arrivalAt(other, { publicName: publicName ?? [], target: target ?? [], source: [] });
  const isAstray = strayed.addresses.length > 0;
  if (isAstray) log.error(`The ${active} holds the baton, and ${recordName} ${strayed.detail}`);
  return isAstray;
}
