/** Shares of requests that either Region served or that failed, over time, with the turning points' numbers. */
import type { AvailabilityPoint, DrillResult } from "../drill/result";
import { axisLook, COLOURS, drawSvg, TEXT, timeFrame } from "./chart";
import { type FoldedTime, foldedTime } from "./folded-time";
import { marksOf } from "./turning-points";

/** Width of a bucket on the axis, as a share of it; never below ten seconds. */
const BUCKETS = 400;
const SMALLEST_BUCKET = 10;
/** For the legend, the axis' name and the numbers of the turning points. */
const TOP_PX = 64;

export function availabilityChart(result: DrillResult): string {
  const time = foldedTime(result);
  const points = inBuckets(result.availabilitySeries, time);
  const area = (name: string, colour: string, value: (point: AvailabilityPoint) => number) => ({
    name,
    type: "line" as const,
    stack: "requests",
    symbol: "none",
    step: "end" as const,
    lineStyle: { width: 0 },
    areaStyle: { color: colour, opacity: 0.85 },
    itemStyle: { color: colour },
    data: points.map((point) => [point.atSeconds, percentOf(point, value(point))]),
  });
  return drawSvg(280, {
    ...timeFrame(result, time, TOP_PX),
    legend: { top: 0, left: 0, textStyle: { color: TEXT } },
    yAxis: {
      type: "value",
      max: 100,
      ...axisLook(),
      name: "share of requests",
      nameTextStyle: { color: TEXT, align: "left" },
      nameGap: 24,
      axisLabel: { color: TEXT, formatter: "{value} %" },
    },
    series: [
      area("served by primary", COLOURS.primary, (point) => point.succeeded * (1 - point.servedByStandby)),
      area("served by standby", COLOURS.standby, (point) => point.succeeded * point.servedByStandby),
      { ...area("failed", COLOURS.failed, (point) => point.failed), markLine: marks(result, time) },
    ],
  });
}

/** Customers come more seldom in calm stretches: shares can be compared, counts cannot. */
function percentOf({ succeeded, failed }: AvailabilityPoint, value: number): number {
  return (100 * value) / Math.max(1, succeeded + failed);
}

function marks(result: DrillResult, time: FoldedTime) {
  return {
    symbol: "none",
    silent: true,
    lineStyle: { color: TEXT, type: "dashed" as const },
    label: { color: TEXT, formatter: "{b}", position: "end" as const, distance: 4 },
    data: marksOf(result, time).map(({ label, position }) => ({ name: label, xAxis: position })),
  };
}

/** Points by their positions on the axis. */
function inBuckets(series: readonly AvailabilityPoint[], time: FoldedTime): AvailabilityPoint[] {
  const end = time.position(series.at(-1)?.atSeconds ?? 0);
  const width = Math.max(SMALLEST_BUCKET, end / BUCKETS);
  const buckets = new Map<number, { succeeded: number; failed: number; standby: number }>();
  for (const point of series) {
    const at = Math.floor(time.position(point.atSeconds) / width) * width;
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
