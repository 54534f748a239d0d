/**
 * How much acknowledged data a failover may have lost, from what was known before the incident.
 *
 * Replication is asynchronous. A sample taken at a moment with a lag of L seconds says that everything acknowledged L seconds
 * before that moment had arrived in the standby. What was acknowledged later may have been lost, up to the moment the primary
 * stopped to acknowledge. CloudWatch knows the minute of a sample and not the second, so its minute's start counts. So with
 * honest samples the true loss is never above
 *
 *     L + (stopped - lagSampledAtMs)
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
 * Oldest sample that still says something of the moment when the primary stopped. One that the sentry took is at most about
 * 270 s old then; one that a run looked up, because the sentry was silent, lies before the longest way of detection: some 500 s
 * with the fastest checks. With slower ones it is older than this, and a person is asked.
 */
const LARGEST_SAMPLE_AGE_SECONDS = 600;

/**
 * Latest moment at which the primary may still have acknowledged writes: the first failed probe after it was last seen
 * healthy, else the first observer that saw it DOWN, else the moment of looking. Where any observer sees it serve, whoever
 * does not is only cut off from it: then it is the moment of looking, too.
 */
export function stoppedByMs(lastSeen: LastSeen, evidence: Evidence): number {
  const { seenAtMs, servedAtMs = seenAtMs, unhealthySinceMs } = lastSeen;
  if (seenServingAtMs(evidence) !== null) return Math.max(servedAtMs, evidence.gatheredAtMs);
  if (unhealthySinceMs !== undefined && unhealthySinceMs >= servedAtMs) return unhealthySinceMs;
  const downAtMs = evidence.observations.filter(({ verdict }) => verdict === "DOWN").map((seen) => seen.observedAtMs);
  return Math.max(servedAtMs, Math.min(evidence.gatheredAtMs, ...downAtMs.filter((atMs) => atMs >= servedAtMs)));
}

/** When somebody saw the primary serve, latest; null: nobody did. */
export function seenServingAtMs({ observations }: Evidence): number | null {
  const upAtMs = observations.filter(({ verdict }) => verdict === "UP").map(({ observedAtMs }) => observedAtMs);
  return upAtMs.length === 0 ? null : Math.max(...upAtMs);
}

/**
 * Seconds from the lag's sample to the moment when the primary stopped; null where there is no sample, or one so old that
 * its lag says nothing of that moment.
 */
function sampleAgeSeconds(seen: LastSeen, evidence: Evidence): number | null {
  if (seen.lagSampledAtMs === undefined) return null;
  const ageSeconds = Math.max(0, stoppedByMs(seen, evidence) - seen.lagSampledAtMs) / 1000;
  return ageSeconds > LARGEST_SAMPLE_AGE_SECONDS ? null : ageSeconds;
}

/**
 * Estimate over all replicas: the worst of them. Null where the lag of any was never seen, or replication had already
 * stopped: then nothing can be said. No replica at all loses nothing.
 */
export function estimateDataLoss(lastSeen: readonly LastSeen[], evidence: Evidence): DataLossEstimate | null {
  const worst = { atMostSeconds: 0, lagSeconds: 0 };
  for (const seen of lastSeen) {
    const lagSeconds = knownLagSeconds(seen, evidence);
    const sinceSampleSeconds = sampleAgeSeconds(seen, evidence);
    if (lagSeconds === null || sinceSampleSeconds === null) return null;
    worst.lagSeconds = Math.max(worst.lagSeconds, lagSeconds);
    worst.atMostSeconds = Math.max(worst.atMostSeconds, Math.ceil(lagSeconds + sinceSampleSeconds));
  }
  return worst;
}

/** Lag of one sample, or null: never seen, too old, or MySQL's -1 for a replication that has stopped (aws-facts: RDS). */
export function knownLagSeconds(seen: LastSeen, evidence: Evidence): number | null {
  const { replicaLagSeconds } = seen;
  if (replicaLagSeconds === undefined || replicaLagSeconds === null || replicaLagSeconds < 0) return null;
  return sampleAgeSeconds(seen, evidence) === null ? null : replicaLagSeconds;
}

/** The estimate as a sentence for messages and the record. */
export function dataLossSentence(estimate: DataLossEstimate | null): string {
  if (estimate === null) return "Data loss cannot be estimated: the replication lag before the incident is not known.";
  const { lagSeconds, atMostSeconds } = estimate;
  return `Data loss: probably about ${inTenths(lagSeconds)} s (replication lag when last healthy), at most ${atMostSeconds} s.`;
}

/** The same after a failover during which the old Region came back: what it took before its fence held, nobody can bound. */
export function dataLossAfterReturnSentence(estimate: DataLossEstimate | null, answeredAt: string): string {
  const before = estimate === null ? "" : ` Without that: at most ${estimate.atMostSeconds} s.`;
  return `Data loss cannot be bounded: the old Region answered at ${answeredAt}, before its writer was fenced, and may have taken writes.${before}`;
}

/** Rounded up to tenths, so that a lag above a limit never reads like the limit. */
export function inTenths(seconds: number): number {
  return Math.ceil(seconds * 10) / 10;
}
