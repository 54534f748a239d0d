/** What the report's charts share: colours, axes, and drawing to SVG text so that the page needs no script. */
import type { EChartsOption } from "echarts";
import { CustomChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, MarkLineComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import type { DrillResult } from "../drill/result";
import type { FoldedTime } from "./folded-time";
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

/** Time axis from one tick before the first fault to the drill's end, the same for every chart. Data on it are positions. */
export function timeFrame(result: DrillResult, time: FoldedTime) {
  const end = time.position(result.availabilitySeries.at(-1)?.atSeconds ?? 0);
  const interval = tickSeconds(end);
  return {
    animation: false,
    grid: {
      left: 10,
      right: 70,
      top: 56,
      bottom: 10,
      outerBoundsMode: "same" as const,
      outerBoundsContain: "axisLabel" as const,
    },
    xAxis: {
      type: "value" as const,
      min: -interval,
      max: end,
      interval,
      axisLabel: { color: TEXT, formatter: (position: number) => tickLabel(time, position) },
      splitLine: { lineStyle: { color: LINES } },
    },
  };
}

/** Before the first fault nothing is folded. */
function tickLabel(time: FoldedTime, position: number): string {
  return drillClock(position <= 0 ? position : time.moment(position));
}

/** Ticks at whole minutes, about ten of them. */
function tickSeconds(range: number): number {
  return Math.max(60, Math.ceil(range / 10 / 60) * 60);
}

export function axisLook() {
  return {
    axisLabel: { color: TEXT },
    splitLine: { lineStyle: { color: LINES } },
    axisLine: { lineStyle: { color: LINES } },
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
