/** `GetMetricData` and `GetMetricStatistics` over the Region's metrics. Metric math is refused. */
import { AwsError } from "../../kernel/service";
import { type Input, isRecord, optionalText, optionalTexts, records, requiredText } from "../platform/input";
import { type Aggregate, type Dimensions, type MetricStore, MINUTE_MS } from "./metric-store";
import { statisticNamed, statisticOf } from "./statistic";

export function dimensionsOf(input: Input): Dimensions {
  return Object.fromEntries(
    records(input, "Dimensions").map((dimension) => [
      requiredText(dimension, "Name"),
      requiredText(dimension, "Value"),
    ]),
  );
}

/** Newest first, unless asked for otherwise [api]. */
export function getMetricData(store: MetricStore, input: Input, nowMs: number): unknown {
  const isAscending = optionalText(input, "ScanBy") === "TimestampAscending";
  const results = records(input, "MetricDataQueries").map((query) => {
    const { statistic, aggregates } = runQuery(store, query, timeRange(input), nowMs);
    const ordered = isAscending ? aggregates : [...aggregates].reverse();
    return {
      Id: requiredText(query, "Id"),
      Label: optionalText(query, "Label") ?? requiredText(query, "Id"),
      Timestamps: ordered.map(({ startMs }) => new Date(startMs)),
      Values: ordered.map((aggregate) => statisticOf(aggregate, statistic)),
      StatusCode: "Complete",
    };
  });
  return { MetricDataResults: results, Messages: [] };
}

export function getMetricStatistics(store: MetricStore, input: Input, nowMs: number): unknown {
  const statistics = (optionalTexts(input, "Statistics") ?? []).map(statisticNamed);
  const metric = {
    namespace: requiredText(input, "Namespace"),
    name: requiredText(input, "MetricName"),
    dimensions: dimensionsOf(input),
  };
  const { fromMs, untilMs } = timeRange(input);
  const periodMs = periodOf(input);
  const aggregates = store.query(metric, alignDown(fromMs, periodMs), untilMs, periodMs, nowMs);
  const Datapoints = aggregates.map((aggregate) => ({
    Timestamp: new Date(aggregate.startMs),
    ...Object.fromEntries(statistics.map((statistic) => [statistic, statisticOf(aggregate, statistic)])),
  }));
  return { Label: metric.name, Datapoints };
}

interface TimeRange {
  readonly fromMs: number;
  readonly untilMs: number;
}

function runQuery(store: MetricStore, query: Input, { fromMs, untilMs }: TimeRange, nowMs: number) {
  const stat = query.MetricStat;
  if (!isRecord(stat) || !isRecord(stat.Metric)) {
    throw new AwsError("ValidationError", "the lab does not simulate metric math: MetricStat.Metric is required");
  }
  const periodMs = periodOf(stat);
  const metric = {
    namespace: requiredText(stat.Metric, "Namespace"),
    name: requiredText(stat.Metric, "MetricName"),
    dimensions: dimensionsOf(stat.Metric),
  };
  const aggregates: readonly Aggregate[] = store.query(metric, alignDown(fromMs, periodMs), untilMs, periodMs, nowMs);
  return { statistic: statisticNamed(requiredText(stat, "Stat")), aggregates };
}

function timeRange(input: Input): TimeRange {
  const { StartTime, EndTime } = input;
  if (!(StartTime instanceof Date) || !(EndTime instanceof Date) || StartTime >= EndTime) {
    throw new AwsError("ValidationError", "StartTime must be before EndTime");
  }
  return { fromMs: StartTime.getTime(), untilMs: EndTime.getTime() };
}

function periodOf(input: Input): number {
  const seconds = input.Period;
  if (typeof seconds !== "number" || seconds <= 0 || (seconds * 1000) % MINUTE_MS !== 0) {
    throw new AwsError("ValidationError", "the lab takes periods of whole minutes");
  }
  return seconds * 1000;
}

/** StartTime is rounded down to the period [doc]. */
function alignDown(atMs: number, periodMs: number): number {
  return Math.floor(atMs / periodMs) * periodMs;
}
