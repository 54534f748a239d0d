/** What Route 53's own checkers see of the application, from many Regions. */
import { GetHealthCheckStatusCommand, type HealthCheckObservation, Route53Client } from "@aws-sdk/client-route-53";
import { HEALTH_METRICS_REGION } from "../../orchestrator/names";
import { describeFailure, isUnreachable } from "../aws/failures";
import { REMOTE_BUDGET } from "../runtime/budgets";
import type { Runtime } from "../runtime/runtime";
import { type Look, type Opinion, unknown } from "./observer";

/** Route 53 itself calls a check healthy while more than this share of its checkers does (aws-facts: Route 53). */
const HEALTHY_SHARE = 0.18;
/** Checkers look every 10 or 30 s; a report older than this comes from one that has stopped to look. */
const OLDEST_REPORT_MS = 120_000;

/**
 * Asks from here, and where that gets no answer takes what the witness was told: the way from one Region to Route 53's API
 * may be broken while the checkers, and everybody else, see the application.
 */
export const lookThroughRoute53: Look = async ({ runtime, healthCheckId, witness }) => {
  if (healthCheckId === null) return unknown("The sentry has not seen the ID of the health check yet.");
  try {
    return await askRoute53(runtime, healthCheckId);
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    const { route53 } = await witness;
    return { ...route53, detail: `Asked by the witness, as Route 53 does not answer here. ${route53.detail}` };
  }
};

/** Route 53's API lives in the Region that publishes its metrics. Throws what the SDK throws. */
async function askRoute53(runtime: Runtime<unknown>, healthCheckId: string): Promise<Opinion> {
  const route53 = runtime.clients.get(Route53Client, HEALTH_METRICS_REGION, REMOTE_BUDGET);
  const answer = await route53.send(new GetHealthCheckStatusCommand({ HealthCheckId: healthCheckId }));
  const oldestMs = runtime.clock.now() - OLDEST_REPORT_MS;
  return opinionOf(
    (answer.HealthCheckObservations ?? []).filter((observation) => checkedAtMs(observation) >= oldestMs),
  );
}

/** The same for the witness, which has nobody else to ask. */
export async function askRoute53Bounded(runtime: Runtime<unknown>, healthCheckId: string | null): Promise<Opinion> {
  if (healthCheckId === null) return unknown("Nobody knows the ID of the health check.");
  return askRoute53(runtime, healthCheckId).catch((error) => unknown(describeFailure(error)));
}

function checkedAtMs({ StatusReport }: HealthCheckObservation): number {
  return StatusReport?.CheckedTime?.getTime() ?? 0;
}

/** Statuses are sentences that start with `Success` or `Failure`. */
export function opinionOf(observations: readonly HealthCheckObservation[]): Opinion {
  const total = observations.length;
  if (total === 0) return unknown("Route 53 has no recent report of any checker.");
  const failures = observations.filter(({ StatusReport }) => !StatusReport?.Status?.startsWith("Success"));
  const share = (total - failures.length) / total;
  const example = failures[0]?.StatusReport?.Status;
  const detail = `${failures.length} of ${total} checkers report a failure${example ? `, like "${example}"` : ""}.`;
  return { verdict: share > HEALTHY_SHARE ? "UP" : "DOWN", detail };
}
