/** The statistics that the lab computes. Percentiles need every sample and are refused. */
import { AwsError } from "../../kernel/service";
import type { Aggregate } from "./metric-store";

const STATISTICS = {
  Sum: (of: Aggregate) => of.sum,
  Average: (of: Aggregate) => of.sum / of.sampleCount,
  Minimum: (of: Aggregate) => of.minimum,
  Maximum: (of: Aggregate) => of.maximum,
  SampleCount: (of: Aggregate) => of.sampleCount,
} as const;

export type Statistic = keyof typeof STATISTICS;

/** Reads a statistic's name; refuses one that the lab cannot compute. */
export function statisticNamed(name: string): Statistic {
  if (Object.hasOwn(STATISTICS, name)) return name as Statistic;
  throw new AwsError("InvalidParameterValue", `the lab does not compute the statistic ${name}`);
}

export function statisticOf(aggregate: Aggregate, statistic: Statistic): number {
  return STATISTICS[statistic](aggregate);
}
