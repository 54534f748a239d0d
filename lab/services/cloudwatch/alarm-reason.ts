/** Why an alarm is in a state, in CloudWatch's words. */

import type { MetricAlarm, StateReason } from "./alarm";
import type { AlarmState, Comparison } from "./alarm-evaluation";
import { cloudWatchTime } from "./alarm-event";
import { type Aggregate, MINUTE_MS } from "./metric-store";
import { statisticOf } from "./statistic";

const COMPARISON_WORDS: Readonly<Record<Comparison, string>> = {
  GreaterThanOrEqualToThreshold: "greater than or equal to",
  GreaterThanThreshold: "greater than",
  LessThanThreshold: "less than",
  LessThanOrEqualToThreshold: "less than or equal to",
};

export function evaluatedState(
  alarm: MetricAlarm,
  value: AlarmState,
  seen: readonly Aggregate[],
  nowMs: number,
): StateReason {
  return { value, reason: sentence(alarm, value, seen), reasonData: data(alarm, seen, nowMs), changedAtMs: nowMs };
}

function sentence(alarm: MetricAlarm, value: AlarmState, seen: readonly Aggregate[]): string {
  if (value === "INSUFFICIENT_DATA")
    return "Insufficient Data: no datapoints were received for the last evaluation range.";
  const points = seen.map((of) => `${statisticOf(of, alarm.statistic)} (${new Date(of.startMs).toISOString()})`);
  const wanted = `minimum ${alarm.rule.datapointsToAlarm} datapoint(s) for ALARM transition`;
  const relation = `${value === "OK" ? "not " : ""}${COMPARISON_WORDS[alarm.rule.comparison]}`;
  return `Threshold Crossed: ${points.length} datapoint(s) [${points.join(", ")}] ${relation} the threshold (${alarm.rule.threshold}) (${wanted}).`;
}

function data(alarm: MetricAlarm, seen: readonly Aggregate[], nowMs: number): string {
  return JSON.stringify({
    version: "1.0",
    queryDate: cloudWatchTime(nowMs),
    startDate: cloudWatchTime(seen[0]?.startMs ?? nowMs - MINUTE_MS),
    statistic: alarm.statistic,
    period: alarm.periodSeconds,
    recentDatapoints: seen.map((of) => statisticOf(of, alarm.statistic)),
    threshold: alarm.rule.threshold,
    evaluatedDatapoints: [...seen].reverse().map((of) => ({
      timestamp: cloudWatchTime(of.startMs),
      sampleCount: of.sampleCount,
      value: statisticOf(of, alarm.statistic),
    })),
  });
}
