/** The benches by name, in the order in which they are told. */
import type { Plan } from "../orchestrator/plan";
import { measureBuild } from "./build/bench";
import { measureCost } from "./cost/bench";
import { measureGrowth } from "./growth/bench";
import { measureRecovery } from "./recovery/bench";
import type { Findings } from "./report/chapter";
import { measureTests } from "./tests/bench";

/** How many resources of one plan, and how many applications of one account, fail together. */
export interface GrowthSizes {
  readonly resources: readonly number[];
  readonly applications: readonly number[];
}

/** The smallest that can recover is the plan's own database and group; the largest is what a plan may have. */
export const GROWTH_SIZES: GrowthSizes = { resources: [2, 10, 15, 40], applications: [1, 10, 50, 100] };

/** What every bench works with. */
export interface Workshop {
  readonly plan: Plan;
  /** Of the plan, synthesized. */
  readonly assemblyFolder: string;
  /** Gone when all benches are over. */
  readonly workFolder: string;
  /** Drills of each kind. */
  readonly seeds: number;
  readonly growth: GrowthSizes;
  readonly synthSeconds: number;
  readonly progress: (line: string) => void;
}

export const BENCH_NAMES = ["recovery", "growth", "cost", "build", "tests"] as const;
export type BenchName = (typeof BENCH_NAMES)[number];

export const BENCHES: Readonly<Record<BenchName, (workshop: Workshop) => Promise<Findings<unknown>>>> = {
  recovery: measureRecovery,
  growth: measureGrowth,
  cost: measureCost,
  build: measureBuild,
  tests: measureTests,
};
