/** Faults, steps of the run and AWS at work as bars on one time axis. */
import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemReturn } from "echarts";
import type { DrillResult, Span } from "../drill/result";
import { axisLook, COLOURS, drawSvg, TEXT, timeFrame } from "./chart";
import { type FoldedTime, foldedTime } from "./folded-time";
import { duration } from "./format";

const ROW_PX = 26;
const TOP_PX = 8;
/** Above the rows and below them, the axis included. */
const FRAME_PX = 44;
const LANE_ORDER: Readonly<Record<Span["lane"], number>> = { fault: 0, baton: 1, aws: 2 };

export function ganttChart(result: DrillResult): string {
  const spans = [...result.spans].sort(
    (left, right) => LANE_ORDER[right.lane] - LANE_ORDER[left.lane] || right.startSeconds - left.startSeconds,
  );
  const time = foldedTime(result);
  return drawSvg(FRAME_PX + spans.length * ROW_PX, {
    ...timeFrame(result, time, TOP_PX),
    yAxis: { type: "category", data: spans.map((span) => span.name), ...axisLook(), axisTick: { show: false } },
    series: [
      {
        type: "custom",
        data: spans.map((span, row) => [row, time.position(span.startSeconds), time.position(span.endSeconds)]),
        encode: { x: [1, 2], y: 0 },
        renderItem: ({ dataIndex }, api) => bar(api, time, spans[dataIndex]),
      },
    ],
  });
}

function bar(api: CustomSeriesRenderItemAPI, time: FoldedTime, span: Span | undefined): CustomSeriesRenderItemReturn {
  if (!span) return null;
  const row = api.value(0);
  const [left = 0, middle = 0] = api.coord([time.position(span.startSeconds), row]);
  const [right = 0] = api.coord([time.position(span.endSeconds), row]);
  const text = duration(span.endSeconds - span.startSeconds);
  return {
    type: "group",
    children: [
      {
        type: "rect",
        shape: { x: left, y: middle - 8, width: Math.max(2, right - left), height: 16, r: 3 },
        style: { fill: COLOURS[span.lane] },
      },
      { type: "text", style: { x: right + 6, y: middle, text, fill: TEXT, fontSize: 11, verticalAlign: "middle" } },
    ],
  };
}
