/** Many nights in few numbers, and what they say of Baton beside the alternatives. */
import { quantile, sum } from "../statistics";
import { BATON, type Night } from "./night";

export interface ToolSummary {
  readonly tool: string;
  readonly scenario: string;
  readonly nights: number;
  /** Nights at whose end customers were served. */
  readonly served: number;
  /** Null: not within the time that the scenario is watched. */
  readonly p50Seconds: number | null;
  readonly p99Seconds: number | null;
  /** RTO over the floor of the same seed, which is taken from Baton's drill; null where there is no floor, or no recovery. */
  readonly p50Ratio: number | null;
  readonly p99Ratio: number | null;
  /** In an average night. */
  readonly writesLost: number;
  readonly splitBrainWrites: number;
  /** Share of the nights in which any write was split. */
  readonly splitShare: number;
  /** Nights in which the standby was promoted. */
  readonly promoted: number;
}

export function summarize(nights: readonly Night[]): ToolSummary[] {
  const keys = new Set(nights.map(({ tool, scenario }) => JSON.stringify([scenario, tool])));
  return [...keys].map((key) => {
    const [scenario, tool]: [string, string] = JSON.parse(key);
    const floors = new Map(
      nights
        .filter((night) => night.scenario === scenario && night.tool === BATON)
        .map(({ seed, floorSeconds }) => [seed, floorSeconds]),
    );
    return summaryOf(
      tool,
      scenario,
      nights.filter((night) => night.scenario === scenario && night.tool === tool),
      floors,
    );
  });
}

function summaryOf(
  tool: string,
  scenario: string,
  nights: readonly Night[],
  floors: ReadonlyMap<number, number | null>,
): ToolSummary {
  const times = nights.map(timeOf);
  const ratios = nights.flatMap((night) => {
    const floor = floors.get(night.seed);
    return floor ? [timeOf(night) / floor] : [];
  });
  const average = (of: (night: Night) => number) => sum(nights.map(of)) / nights.length;
  return {
    tool,
    scenario,
    nights: nights.length,
    served: nights.filter(({ isServed }) => isServed).length,
    p50Seconds: finite(quantile(times, 0.5)),
    p99Seconds: finite(quantile(times, 0.99)),
    p50Ratio: finite(quantile(ratios, 0.5)),
    p99Ratio: finite(quantile(ratios, 0.99)),
    writesLost: average(({ writesLost }) => writesLost),
    splitBrainWrites: average(({ splitBrainWrites }) => splitBrainWrites),
    splitShare: average(({ splitBrainWrites }) => (splitBrainWrites > 0 ? 1 : 0)),
    promoted: nights.filter(({ promotions }) => promotions > 0).length,
  };
}

/** Every scenario of the comparison breaks something, so that no time means no recovery. */
function timeOf({ rtoSeconds }: Night): number {
  return rtoSeconds ?? Number.POSITIVE_INFINITY;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/**
 * Alternatives that are faster than Baton in a scenario's median and, over all scenarios, split no more writes than it does. The
 * aim is that there is none.
 */
export function fasterAndAsSafe(summaries: readonly ToolSummary[], scenario: string): string[] {
  const medianOf = (tool: string) =>
    summaries.find((each) => each.tool === tool && each.scenario === scenario)?.p50Seconds ?? Number.POSITIVE_INFINITY;
  const splitBy = (tool: string) =>
    sum(summaries.filter((each) => each.tool === tool).map(({ splitBrainWrites }) => splitBrainWrites));
  const tools = new Set(summaries.map(({ tool }) => tool));
  return [...tools].filter(
    (tool) => tool !== BATON && medianOf(tool) < medianOf(BATON) && splitBy(tool) <= splitBy(BATON),
  );
}
