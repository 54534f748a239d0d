/** Bars side by side for a few names, drawn as the drill's report draws its charts. */
import { BarChart } from "echarts/charts";
import * as echarts from "echarts/core";
import { axisLook, drawSvg, TEXT } from "../../lab/report/chart";

echarts.use([BarChart]);

const BAR_PX = 16;
const GAP_PX = 14;
/** Legend above, axis below. */
const FRAME_PX = 76;

export interface BarSeries {
  readonly name: string;
  readonly colour: string;
  /** One for each category; null draws no bar, only its label. */
  readonly values: readonly (number | null)[];
  /** Text beside each bar; the value itself where there is none. */
  readonly labels?: readonly string[];
}

export interface Bars {
  /** From top to bottom. */
  readonly categories: readonly string[];
  readonly axisName: string;
  readonly series: readonly BarSeries[];
}

export function barChart({ categories, axisName, series }: Bars): string {
  const height = FRAME_PX + categories.length * (series.length * BAR_PX + GAP_PX);
  return drawSvg(height, {
    animation: false,
    grid: { left: 10, right: 90, top: 36, bottom: 30, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    legend: { top: 0, left: 0, textStyle: { color: TEXT } },
    xAxis: {
      type: "value",
      ...axisLook(),
      name: axisName,
      nameLocation: "middle",
      nameGap: 26,
      nameTextStyle: { color: TEXT },
    },
    yAxis: { type: "category", inverse: true, data: [...categories], ...axisLook(), axisTick: { show: false } },
    series: series.map(({ name, colour, values, labels }) => ({
      name,
      type: "bar" as const,
      barWidth: BAR_PX - 2,
      itemStyle: { color: colour, borderRadius: 3 },
      data: values.map((value) => value ?? 0),
      label: {
        show: true,
        position: "right" as const,
        color: TEXT,
        formatter: ({ dataIndex }: { readonly dataIndex: number }) =>
          labels?.[dataIndex] ?? String(values[dataIndex] ?? "none"),
      },
    })),
  });
}
