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
 *
 * When it stopped, nobody knows for certain: whoever does not reach the primary may only be cut off from it, and so may two at
 * once. A quorum is reason enough to move and no proof of silence. So the bound that stands on the record counts until the
 * replica's promotion; what the primary takes later is split brain, which the fence is for.
 */
import type { Evidence } from "./evidence";
import { spanUpText } from "./message-text";
import type { LastSeen } from "./run";

export interface DataLossEstimate {
  /** Replication lag when the primary was last seen healthy: what to expect. */
  readonly lagSeconds: number;
  /** Upper bound where the primary stopped at the first sign of the outage. */
  readonly ifStoppedSeconds: number;
  /** Upper bound whatever it did unseen, until the evidence ends; the number to hold against the objective. */
  readonly atMostSeconds: number;
}

/**
 * Oldest sample that still says something of the moment when trouble began. One that the sentry took is at most about
 * 270 s old then; one that a run looked up, because the sentry was silent, lies before the longest way of detection: some 500 s
 * with the fastest checks. With slower ones it is older than this, and a person is asked.
 */
const LARGEST_SAMPLE_AGE_SECONDS = 600;

/** The first failed probe after the primary was last seen healthy, else the first observer that saw it DOWN, else the moment of looking. */
export function firstSignMs(lastSeen: LastSeen, { observations, gatheredAtMs }: Evidence): number {
  const { unhealthySinceMs } = lastSeen;
  const healthyAtMs = lastHealthyMs(lastSeen);
  if (unhealthySinceMs !== undefined && unhealthySinceMs >= healthyAtMs) return unhealthySinceMs;
  const downAtMs = observations.filter(({ verdict }) => verdict === "DOWN").map(({ observedAtMs }) => observedAtMs);
  return Math.max(healthyAtMs, Math.min(gatheredAtMs, ...downAtMs.filter((atMs) => atMs >= healthyAtMs)));
}

function lastHealthyMs({ seenAtMs, servedAtMs = seenAtMs }: LastSeen): number {
  return servedAtMs;
}

/** When somebody saw the primary serve, latest; null: nobody did. */
export function seenServingAtMs({ observations }: Evidence): number | null {
  const upAtMs = observations.filter(({ verdict }) => verdict === "UP").map(({ observedAtMs }) => observedAtMs);
  return upAtMs.length === 0 ? null : Math.max(...upAtMs);
}

/**
 * Estimate over all replicas: the worst of them. Null where the lag of any was never seen, or replication had already
 * stopped: then nothing can be said. No replica at all loses nothing.
 */
export function estimateDataLoss(lastSeen: readonly LastSeen[], evidence: Evidence): DataLossEstimate | null {
  const worst = { lagSeconds: 0, ifStoppedSeconds: 0, atMostSeconds: 0 };
  for (const seen of lastSeen) {
    const lagSeconds = knownLagSeconds(seen, evidence);
    const { lagSampledAtMs } = seen;
    if (lagSeconds === null || lagSampledAtMs === undefined) return null;
    const lossUntil = (atMs: number) => Math.ceil(lagSeconds + Math.max(0, atMs - lagSampledAtMs) / 1000);
    const untilMs = Math.max(lastHealthyMs(seen), evidence.gatheredAtMs);
    worst.lagSeconds = Math.max(worst.lagSeconds, lagSeconds);
    worst.ifStoppedSeconds = Math.max(worst.ifStoppedSeconds, lossUntil(firstSignMs(seen, evidence)));
    worst.atMostSeconds = Math.max(worst.atMostSeconds, lossUntil(untilMs));
  }
  return worst;
}

/**
 * Lag of one sample, or null: never seen, so old that it says nothing of when trouble began, or MySQL's -1 for a replication
 * that has stopped (aws-facts: RDS).
 */
export function knownLagSeconds(seen: LastSeen, evidence: Evidence): number | null {
  const { replicaLagSeconds, lagSampledAtMs } = seen;
  if (replicaLagSeconds === undefined || replicaLagSeconds === null || replicaLagSeconds < 0) return null;
  if (lagSampledAtMs === undefined) return null;
  const ageSeconds = (firstSignMs(seen, evidence) - lagSampledAtMs) / 1000;
  return ageSeconds > LARGEST_SAMPLE_AGE_SECONDS ? null : replicaLagSeconds;
}

const UNKNOWN_LOSS = "Data loss cannot be estimated: the replication lag before the incident is not known.";

/** What a promotion would lose, for whoever decides on it. */
export function dataLossAhead(estimate: DataLossEstimate | null, evidence: Evidence): string {
  if (estimate === null) return UNKNOWN_LOSS;
  if (seenServingAtMs(evidence) === null) {
    return `${boundIfStopped(estimate)}; if it serves on unseen, all that it takes until the promotion, too.`;
  }
  const lag = spanUpText(estimate.lagSeconds);
  return `Data loss: about ${lag} (replication lag when last healthy) if replication flows; if not, all that the primary takes until the promotion.`;
}

/** What a failover has lost at most, for the record and the message of its end. */
export function dataLossSentence(estimate: DataLossEstimate | null): string {
  if (estimate === null) return UNKNOWN_LOSS;
  return `${boundIfStopped(estimate)}, and ${spanUpText(estimate.atMostSeconds)} if it served on unseen until the promotion.`;
}

function boundIfStopped({ lagSeconds, ifStoppedSeconds }: DataLossEstimate): string {
  const lag = `probably about ${spanUpText(lagSeconds)} (replication lag when last healthy)`;
  return `Data loss: ${lag}, at most ${spanUpText(ifStoppedSeconds)} if the primary stopped when it was first seen failing`;
}

/** The same after a failover during which the old Region came back: what it took before its fence held, nobody can bound. */
export function dataLossAfterReturnSentence(estimate: DataLossEstimate | null, answeredAt: string): string {
  const before = estimate === null ? "" : ` Without that: at most ${spanUpText(estimate.atMostSeconds)}.`;
  return `Data loss cannot be bounded: the old Region answered at ${answeredAt}, before its writer was fenced, and may have taken writes.${before}`;
}
