/**
 * Metrics of one Region as one-minute aggregates. A minute's datapoint can be seen only 10-30 s after the minute is over
 * (aws-facts: timings, [est]); what arrives later for the same minute joins it at once.
 */
import type { RandomSource } from "../../kernel/random";

export const MINUTE_MS = 60_000;

export type Dimensions = Readonly<Record<string, string>>;

export interface MetricIdentity {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Dimensions;
}

/** Everything that was put into one period. */
export interface Aggregate {
  readonly startMs: number;
  readonly sum: number;
  readonly sampleCount: number;
  readonly minimum: number;
  readonly maximum: number;
}

interface StoredMinute {
  aggregate: Aggregate;
  readonly visibleAtMs: number;
}

/** Minutes kept: longer than any alarm looks back. */
const KEPT_MINUTES = 24 * 60;

export class MetricStore {
  private readonly metrics = new Map<string, Map<number, StoredMinute>>();

  constructor(private readonly random: RandomSource) {}

  put(metric: MetricIdentity, value: number, atMs: number): void {
    const startMs = Math.floor(atMs / MINUTE_MS) * MINUTE_MS;
    const minutes = this.minutesOf(metric);
    const stored = minutes.get(startMs);
    if (stored) stored.aggregate = merge(stored.aggregate, single(startMs, value));
    else minutes.set(startMs, this.firstOf(startMs, value));
    const oldest = minutes.keys().next().value;
    if (minutes.size > KEPT_MINUTES && oldest !== undefined) minutes.delete(oldest);
  }

  /** Aggregates of the periods in [fromMs, untilMs) that can be seen at `nowMs`, oldest first; empty periods are left out. */
  query(
    metric: MetricIdentity,
    fromMs: number,
    untilMs: number,
    periodMs: number,
    nowMs: number,
  ): readonly Aggregate[] {
    const minutes = this.metrics.get(keyOf(metric));
    const found: Aggregate[] = [];
    for (let startMs = fromMs; startMs + periodMs <= untilMs; startMs += periodMs) {
      const aggregate = minutes && aggregateOf(minutes, startMs, periodMs, nowMs);
      if (aggregate) found.push(aggregate);
    }
    return found;
  }

  private minutesOf(metric: MetricIdentity): Map<number, StoredMinute> {
    const key = keyOf(metric);
    const minutes = this.metrics.get(key) ?? new Map<number, StoredMinute>();
    this.metrics.set(key, minutes);
    return minutes;
  }

  private firstOf(startMs: number, value: number): StoredMinute {
    const visibleAtMs = startMs + MINUTE_MS + this.random.between(10_000, 30_000);
    return { aggregate: single(startMs, value), visibleAtMs };
  }
}

function aggregateOf(
  minutes: ReadonlyMap<number, StoredMinute>,
  startMs: number,
  periodMs: number,
  nowMs: number,
): Aggregate | undefined {
  let whole: Aggregate | undefined;
  for (let minuteMs = startMs; minuteMs < startMs + periodMs; minuteMs += MINUTE_MS) {
    const stored = minutes.get(minuteMs);
    if (!stored || stored.visibleAtMs > nowMs) continue;
    whole = whole ? merge(whole, stored.aggregate) : { ...stored.aggregate, startMs };
  }
  return whole;
}

function single(startMs: number, value: number): Aggregate {
  return { startMs, sum: value, sampleCount: 1, minimum: value, maximum: value };
}

function merge(left: Aggregate, right: Aggregate): Aggregate {
  return {
    startMs: left.startMs,
    sum: left.sum + right.sum,
    sampleCount: left.sampleCount + right.sampleCount,
    minimum: Math.min(left.minimum, right.minimum),
    maximum: Math.max(left.maximum, right.maximum),
  };
}

const keys = new WeakMap<MetricIdentity, string>();

/** Written once per identity: an alarm asks for its metric every minute. */
function keyOf(metric: MetricIdentity): string {
  const known = keys.get(metric);
  if (known !== undefined) return known;
  const key = keyText(metric);
  keys.set(metric, key);
  return key;
}

function keyText({ namespace, name, dimensions }: MetricIdentity): string {
  const pairs = Object.entries(dimensions).sort(([left], [right]) => (left < right ? -1 : 1));
  return JSON.stringify([namespace, name, pairs]);
}
