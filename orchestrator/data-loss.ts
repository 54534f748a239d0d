/**
 * How much acknowledged data a failover may have lost, from what was known before the incident.
 *
 * Replication is asynchronous. A sample taken at `seenAtMs` with a lag of L seconds says that everything acknowledged
 * before `seenAtMs - L` had arrived in the standby. What was acknowledged after that moment may have been lost, up to the
 * moment the primary stopped to acknowledge. So with honest samples the true loss is never above
 *
 *     L + (stopped - seenAtMs)
 *
 * and usually it is close to L alone, because a replica that kept up until the sample mostly kept up until the end.
 */
import type { Evidence } from "./evidence";
import type { LastSeen } from "./run";

export interface DataLossEstimate {
  /** Upper bound; the number to hold against the objective. */
  readonly atMostSeconds: number;
  /** Replication lag when the primary was last seen healthy: what to expect. */
  readonly lagSeconds: number;
}

/**
 * Latest moment at which the primary may still have acknowledged writes: the first failed probe after it was last seen
 * healthy, else the first observer that saw it DOWN, else the moment of looking.
 */
export function stoppedByMs(lastSeen: LastSeen, evidence: Evidence): number {
  const { seenAtMs, unhealthySinceMs } = lastSeen;
  if (unhealthySinceMs !== undefined && unhealthySinceMs >= seenAtMs) return unhealthySinceMs;
  const downAtMs = evidence.observations.filter(({ verdict }) => verdict === "DOWN").map((seen) => seen.observedAtMs);
  return Math.min(evidence.gatheredAtMs, ...downAtMs);
}

/**
 * Estimate over all replicas: the worst of them. Null where the lag of any was never seen, or replication had already
 * stopped: then nothing can be said. No replica at all loses nothing.
 */
export function estimateDataLoss(lastSeen: readonly LastSeen[], evidence: Evidence): DataLossEstimate | null {
  const worst = { atMostSeconds: 0, lagSeconds: 0 };
  for (const seen of lastSeen) {
    const lagSeconds = knownLagSeconds(seen);
    if (lagSeconds === null) return null;
    const sinceSampleSeconds = Math.max(0, stoppedByMs(seen, evidence) - seen.seenAtMs) / 1000;
    worst.lagSeconds = Math.max(worst.lagSeconds, lagSeconds);
    worst.atMostSeconds = Math.max(worst.atMostSeconds, Math.ceil(lagSeconds + sinceSampleSeconds));
  }
  return worst;
}

/** Lag of one sample, or null: never seen, or MySQL's -1 for a replication that has stopped (aws-facts: RDS). */
export function knownLagSeconds({ replicaLagSeconds }: Pick<LastSeen, "replicaLagSeconds">): number | null {
  if (replicaLagSeconds === undefined || replicaLagSeconds === null) return null;
  return replicaLagSeconds < 0 ? null : replicaLagSeconds;
}

/** The estimate as a sentence for messages and the record. */
export function dataLossSentence(estimate: DataLossEstimate | null): string {
  if (estimate === null) return "Data loss cannot be estimated: the replication lag before the incident is not known.";
  const { lagSeconds, atMostSeconds } = estimate;
  return `Data loss: probably about ${round(lagSeconds)} s (replication lag when last healthy), at most ${atMostSeconds} s.`;
}

function round(seconds: number): number {
  return Math.ceil(seconds * 10) / 10;
}
