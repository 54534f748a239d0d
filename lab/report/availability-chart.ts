/** Requests that either Region served or that failed, over time, with the run's turning points. */
import type { AvailabilityPoint, DrillResult } from "../drill/result";
import { axisLook, COLOURS, drawSvg, TEXT, timeFrame } from "./chart";

const BUCKET_SECONDS = 10;
const TURNING_POINTS = ["fault-injected", "alarm-fired", "traffic-switched"];

export function availabilityChart(result: DrillResult): string {
  const points = inBuckets(result.availabilitySeries);
  const area = (name: string, colour: string, value: (point: AvailabilityPoint) => number) => ({
    name,
    type: "line" as const,
    stack: "requests",
    symbol: "none",
    step: "end" as const,
    lineStyle: { width: 0 },
    areaStyle: { color: colour, opacity: 0.85 },
    itemStyle: { color: colour },
    data: points.map((point) => [point.atSeconds, value(point)]),
  });
  return drawSvg(280, {
    ...timeFrame(result),
    legend: { top: 0, textStyle: { color: TEXT } },
    yAxis: { type: "value", ...axisLook() },
    series: [
      area("served by primary", COLOURS.primary, (point) => point.succeeded * (1 - point.servedByStandby)),
      area("served by standby", COLOURS.standby, (point) => point.succeeded * point.servedByStandby),
      { ...area("failed", COLOURS.failed, (point) => point.failed), markLine: turningPoints(result) },
    ],
  });
}

function turningPoints(result: DrillResult) {
  const marks = result.timeline.filter((line) => TURNING_POINTS.includes(line.what));
  return {
    symbol: "none",
    silent: true,
    lineStyle: { color: TEXT, type: "dashed" as const },
    label: { color: TEXT, formatter: "{b}", position: "end" as const, distance: 4 },
    data: marks.map((line) => ({ name: line.what.replace("-", " "), xAxis: line.atSeconds })),
  };
}

function inBuckets(series: readonly AvailabilityPoint[]): AvailabilityPoint[] {
  const buckets = new Map<number, { succeeded: number; failed: number; standby: number }>();
  for (const point of series) {
    const at = Math.floor(point.atSeconds / BUCKET_SECONDS) * BUCKET_SECONDS;
    const bucket = buckets.get(at) ?? { succeeded: 0, failed: 0, standby: 0 };
    bucket.succeeded += point.succeeded;
    bucket.failed += point.failed;
    bucket.standby += point.succeeded * point.servedByStandby;
    buckets.set(at, bucket);
  }
  return [...buckets].map(([atSeconds, { succeeded, failed, standby }]) => ({
    atSeconds,
    succeeded,
    failed,
    servedByStandby: succeeded === 0 ? 0 : standby / succeeded,
  }));
}
