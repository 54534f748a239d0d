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
 * and usually it is close to L alone, because a replica that kept up until the sample mostly kept up until the end. But whoever
 * is alone in not reaching the primary may only be cut off from it: without a quorum nothing says that it has stopped.
 */
import { type Evidence, QUORUM, weighEvidence } from "./evidence";
import { spanUpText } from "./message-text";
import type { LastSeen } from "./run";

export interface DataLossEstimate {
  /** Upper bound; the number to hold against the objective. */
  readonly atMostSeconds: number;
  /** Replication lag when the primary was last seen healthy: what to expect where it has stopped. */
  readonly lagSeconds: number;
  /** False: the primary may have served on, and what it took since is lost, too. */
  readonly isStopProven: boolean;
}

/**
 * Oldest sample that still says something of the moment when trouble began. One that the sentry took is at most about
 * 270 s old then; one that a run looked up, because the sentry was silent, lies before the longest way of detection: some 500 s
 * with the fastest checks. With slower ones it is older than this, and a person is asked.
 */
const LARGEST_SAMPLE_AGE_SECONDS = 600;

/**
 * Latest moment at which the primary may still have acknowledged writes: the first sign that it stopped, where that is proven;
 * else the moment of looking.
 */
export function stoppedByMs(lastSeen: LastSeen, evidence: Evidence): number {
  if (isStopProven(evidence)) return firstSignMs(lastSeen, evidence);
  return Math.max(lastServedMs(lastSeen), evidence.gatheredAtMs);
}

/** Whether independent places agree that the primary is DOWN, and nobody sees it serve. */
function isStopProven(evidence: Evidence): boolean {
  return seenServingAtMs(evidence) === null && weighEvidence(evidence).down.length >= QUORUM;
}

/** The first failed probe after the primary was last seen healthy, else the first observer that saw it DOWN, else the moment of looking. */
function firstSignMs(lastSeen: LastSeen, { observations, gatheredAtMs }: Evidence): number {
  const { unhealthySinceMs } = lastSeen;
  const servedAtMs = lastServedMs(lastSeen);
  if (unhealthySinceMs !== undefined && unhealthySinceMs >= servedAtMs) return unhealthySinceMs;
  const downAtMs = observations.filter(({ verdict }) => verdict === "DOWN").map(({ observedAtMs }) => observedAtMs);
  return Math.max(servedAtMs, Math.min(gatheredAtMs, ...downAtMs.filter((atMs) => atMs >= servedAtMs)));
}

function lastServedMs({ seenAtMs, servedAtMs = seenAtMs }: LastSeen): number {
  return servedAtMs;
}

/** When somebody saw the primary serve, latest; null: nobody did. */
export function seenServingAtMs({ observations }: Evidence): number | null {
  const upAtMs = observations.filter(({ verdict }) => verdict === "UP").map(({ observedAtMs }) => observedAtMs);
  return upAtMs.length === 0 ? null : Math.max(...upAtMs);
}

/** Seconds from the lag's sample to a moment; null where there is no sample. */
function sinceSampleSeconds({ lagSampledAtMs }: LastSeen, atMs: number): number | null {
  return lagSampledAtMs === undefined ? null : Math.max(0, atMs - lagSampledAtMs) / 1000;
}

/**
 * Estimate over all replicas: the worst of them. Null where the lag of any was never seen, or replication had already
 * stopped: then nothing can be said. No replica at all loses nothing.
 */
export function estimateDataLoss(lastSeen: readonly LastSeen[], evidence: Evidence): DataLossEstimate | null {
  const worst = { atMostSeconds: 0, lagSeconds: 0 };
  for (const seen of lastSeen) {
    const lagSeconds = knownLagSeconds(seen, evidence);
    const sinceSeconds = sinceSampleSeconds(seen, stoppedByMs(seen, evidence));
    if (lagSeconds === null || sinceSeconds === null) return null;
    worst.lagSeconds = Math.max(worst.lagSeconds, lagSeconds);
    worst.atMostSeconds = Math.max(worst.atMostSeconds, Math.ceil(lagSeconds + sinceSeconds));
  }
  return { ...worst, isStopProven: isStopProven(evidence) };
}

/**
 * Lag of one sample, or null: never seen, so old that it says nothing of when trouble began, or MySQL's -1 for a replication
 * that has stopped (aws-facts: RDS).
 */
export function knownLagSeconds(seen: LastSeen, evidence: Evidence): number | null {
  const { replicaLagSeconds } = seen;
  if (replicaLagSeconds === undefined || replicaLagSeconds === null || replicaLagSeconds < 0) return null;
  const ageSeconds = sinceSampleSeconds(seen, firstSignMs(seen, evidence));
  return ageSeconds === null || ageSeconds > LARGEST_SAMPLE_AGE_SECONDS ? null : replicaLagSeconds;
}

/** The estimate as a sentence for messages and the record. */
export function dataLossSentence(estimate: DataLossEstimate | null): string {
  if (estimate === null) return "Data loss cannot be estimated: the replication lag before the incident is not known.";
  const lag = `about ${spanUpText(estimate.lagSeconds)} (replication lag when last healthy)`;
  const bound = `at most ${spanUpText(estimate.atMostSeconds)}`;
  if (estimate.isStopProven) return `Data loss: probably ${lag}, ${bound}.`;
  return `Data loss: ${lag} if the primary stopped then, ${bound} if it has served on.`;
}

/** The same after a failover during which the old Region came back: what it took before its fence held, nobody can bound. */
export function dataLossAfterReturnSentence(estimate: DataLossEstimate | null, answeredAt: string): string {
  const before = estimate === null ? "" : ` Without that: at most ${spanUpText(estimate.atMostSeconds)}.`;
  return `Data loss cannot be bounded: the old Region answered at ${answeredAt}, before its writer was fenced, and may have taken writes.${before}`;
}
