/**
 * Customers must be where the baton is. The sentry looks up the public name, as a customer's resolver does, and
 * reports whether it leads to the other Region: the traffic endpoint may fail in ways that no alarm on it can see.
 */
import { arrivalAt } from "../../orchestrator/arrival";
import type { Baton } from "../../orchestrator/baton";
import { deployedNames } from "../../orchestrator/names";
import { reportMetric } from "../aws/own-metrics";
import { LOOK_UP_TIMEOUT_MS } from "../runtime/budgets";
import type { Runtime } from "../runtime/runtime";

/**
 * With `followHealth` DNS may differ from the baton on purpose. A run that holds it changes nothing: it waits for hours before it
 * moves anything, and a move shows for a minute, which the alarm waits out.
 */
export async function watchTraffic(runtime: Runtime<unknown>, baton: Baton): Promise<void> {
  if (runtime.plan.traffic.mode !== "followBaton") return;
  const isAstray = await leadsElsewhere(runtime, baton);
  await reportMetric(runtime, deployedNames(runtime.plan).trafficAstrayMetric, isAstray ? 1 : 0);
}

/** Addresses change and answers are lost: only what belongs to the wrong load balancer is proof of anything. */
async function leadsElsewhere({ plan, names, log }: Runtime<unknown>, { active }: Baton) {
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
