/**
 * Whether the standby's replica would save what the primary has taken, as the sentry judges it in quiet times. One that has
 * stopped, or stays behind, loses more with every hour, and customers notice nothing of it.
 */
import type { LastSeen } from "./run";

/**
 * The lag of PostgreSQL is the age of the last commit: on an idle source it grows until RDS's own heartbeat, after up to five
 * minutes, and datapoints are a minute apart. So the lowest of them may be this high although nothing is missing.
 */
const IDLE_LAG_SECONDS = 90;
/** Three heartbeats of an idle source, and longer than a restart or a burst of writes is felt. */
const PATIENCE_MS = 900_000;

interface LagSeen {
  /** Null where it is not known. */
  readonly lagSeconds: number | null;
  /** More than this a failover does not lose unasked. */
  readonly limitSeconds: number;
  readonly nowMs: number;
}

/** Since when no look has found a lag that is known and within the limit; undefined while one has. */
export function behindSinceMs(
  before: LastSeen | null,
  { lagSeconds, limitSeconds, nowMs }: LagSeen,
): number | undefined {
  if (lagSeconds !== null && lagSeconds <= limitSeconds + IDLE_LAG_SECONDS) return undefined;
  return before?.behindSinceMs ?? nowMs;
}

/** What is no replica, or has stopped, will not get better by itself; what is behind may. */
export function isProtecting({ isReplica, isStopped, behindSinceMs: sinceMs, seenAtMs }: LastSeen): boolean {
  if (isReplica !== true || isStopped === true) return false;
  return sinceMs === undefined || seenAtMs - sinceMs < PATIENCE_MS;
}
