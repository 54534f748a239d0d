/**
 * How long a failover may act on its decision: until it stands still. Who redrives it hours later does so under other
 * circumstances, and the primary may have served all the while, its writer never fenced.
 */
import type { Baton } from "./baton";
import type { Decision } from "./run";

/** What the fence answers instead of a verdict where the decision does not stand any more: it has asked nothing of anybody. */
export const OUT_OF_DATE = "OUT_OF_DATE";

/**
 * While a failover holds the baton and the primary is active, the baton changes when the run claims it, calls an operator and
 * is redriven. A decision from before the latest of these was followed by a standstill. One that nobody could mark on the baton
 * is known by the count: `redriveCount` is how often the run has been redriven by now; left out by who does not know.
 */
export function isStanding(
  decision: Decision | undefined,
  { changedAtMs }: Pick<Baton, "changedAtMs">,
  redriveCount?: number,
): boolean {
  if (decision?.verdict !== "proceed" || decision.decidedAtMs < changedAtMs) return false;
  return redriveCount === undefined || redriveCount === (decision.redriveCount ?? 0);
}
