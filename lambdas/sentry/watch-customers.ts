/**
 * Whether Route 53's checkers go on failing to reach a primary that Baton's own places reach. The run that their alarm started
 * has stood down then, and neither the alarm nor the sentry's looks have anything new to say.
 */
import { deployedNames } from "../../orchestrator/names";
import type { Watch } from "../../orchestrator/watch";
import { describeFailure } from "../aws/failures";
import { reportMetric } from "../aws/own-metrics";
import type { Looking } from "./keep-watch";
import { seeOutage } from "./see-outage";

/**
 * Only while nobody holds the baton: a run pages for itself, and what else holds it is told by name. Reports nothing in
 * peace, where a datapoint a minute would cost and say nothing. Never throws: the sentry's look goes on.
 */
export async function watchCustomers({ runtime, baton }: Looking, watch: Watch): Promise<void> {
  if (baton.holder !== null || watch.failingSinceMs !== null) return;
  try {
    const outage = await seeOutage(runtime, watch);
    if (outage === null) return;
    runtime.log.error("Route 53 does not reach the primary, which answers here: customers may be cut off.", {
      ...outage,
    });
    await reportMetric(runtime, deployedNames(runtime.plan).customersCutOffMetric, 1);
  } catch (error) {
    runtime.log.warn(`Whether customers are cut off cannot be found out: ${describeFailure(error)}`);
  }
}
