/** What the report's charts share: colours, axes, and drawing to SVG text so that the page needs no script. */
import type { EChartsOption } from "echarts";
import { CustomChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, MarkLineComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import type { DrillResult } from "../drill/result";
import { endOfAxis, type FoldedTime } from "./folded-time";
import { drillClock } from "./format";

echarts.use([CustomChart, LineChart, GridComponent, LegendComponent, MarkLineComponent, SVGRenderer]);

const WIDTH_PX = 1080;
const LINES = "#9ca3af55";
export const TEXT = "#6b7280";
export const COLOURS = {
  primary: "#3b82f6",
  standby: "#10b981",
  failed: "#ef4444",
  baton: "#6366f1",
  aws: "#f59e0b",
  fault: "#ef4444",
} as const;

/** Calm before the first fault that a chart shows. */
const CALM_SECONDS = 120;
/** Clocks of a folded axis are longer, and further apart. */
const TICKS = { toScale: 10, folded: 7 };

/** Time axis from shortly before the first fault to the drill's end, the same for every chart. Data on it are positions. */
export function timeFrame(result: DrillResult, time: FoldedTime, topPx: number) {
  const end = endOfAxis(result, time);
  const ticks = tickPositions(end, time.isFolded ? TICKS.folded : TICKS.toScale);
  return {
    animation: false,
    grid: {
      left: 10,
      right: 70,
      top: topPx,
      bottom: 10,
      outerBoundsMode: "same" as const,
      outerBoundsContain: "axisLabel" as const,
    },
    xAxis: {
      type: "value" as const,
      min: -CALM_SECONDS,
      max: end,
      axisTick: { customValues: ticks },
      axisLabel: { color: TEXT, customValues: ticks, formatter: (position: number) => tickLabel(time, position) },
      splitLine: { lineStyle: { color: LINES } },
    },
  };
}

/** Before the first fault nothing is folded. */
function tickLabel(time: FoldedTime, position: number): string {
  return drillClock(Math.round(position <= 0 ? position : time.moment(position)));
}

/** Ticks whole minutes apart, counted from the first fault. */
function tickPositions(range: number, ticks: number): number[] {
  const interval = Math.max(60, Math.ceil(range / ticks / 60) * 60);
  return Array.from({ length: Math.floor(range / interval) + 1 }, (_, index) => index * interval);
}

export function axisLook() {
  return {
    axisLabel: { color: TEXT },
    splitLine: { lineStyle: { color: LINES } },
    axisLine: { onZero: false, lineStyle: { color: LINES } },
  };
}

export function drawSvg(heightPx: number, option: EChartsOption): string {
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width: WIDTH_PX, height: heightPx });
  try {
    chart.setOption(option);
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
