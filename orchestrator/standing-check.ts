/**
 * How long a planned move may act on what its second look has found: until it stands still. Who redrives it hours later does so
 * under other circumstances: the target may be down, and an approval is no longer what anybody would say.
 */
import type { Baton } from "./baton";
import type { RunRecord } from "./run";

/**
 * While a planned move holds the baton and its source is active, the baton changes when the run claims it, calls an operator and is
 * redriven. A look from before the latest of these was followed by a standstill.
 */
export function isCheckStanding(
  { checkedAgainAtMs }: Pick<RunRecord, "checkedAgainAtMs">,
  { changedAtMs }: Pick<Baton, "changedAtMs">,
): boolean {
  return checkedAgainAtMs !== undefined && checkedAgainAtMs >= changedAtMs;
}
