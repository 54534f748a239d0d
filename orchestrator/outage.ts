/** What counts as an outage of the primary: what the sentry sees, or Route 53's checkers where it sees none. */
import type { Watch } from "./watch";

/** The alarm on Route 53's checkers goes off again some minutes after they, and the sentry, have seen the primary again. */
const ALARM_LAGS_MS = 5 * 60_000;

/** Who does not reach the primary, and since when. */
export interface SeenOutage {
  readonly seenBy: "the sentry" | "Route 53";
  readonly failingSinceMs: number;
}

/** An outage that the sentry does not see is one all the same: customers may be cut off from a Region that the standby still reaches. */
export function outageSeen(
  { failingSinceMs, healthySinceMs }: Watch,
  alarmOnSinceMs: number | null,
  nowMs: number,
): SeenOutage | null {
  if (failingSinceMs !== null) return { seenBy: "the sentry", failingSinceMs };
  if (alarmOnSinceMs === null || healthySinceMs === null || nowMs - healthySinceMs < ALARM_LAGS_MS) return null;
  return { seenBy: "Route 53", failingSinceMs: alarmOnSinceMs };
}
