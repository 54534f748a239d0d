/** One thread of a simulation: lives through the nights whose numbers it is sent, one after another. */
import { parentPort, workerData } from "node:worker_threads";
import type { Plan } from "../../orchestrator/plan";
import { readAssembly } from "../assembly/read-assembly";
import { nightOf } from "./draw-nights";
import { liveThrough, type Violation } from "./live-through";
import type { Night } from "./night";
import { shrink } from "./shrink";

export interface WorkerTask {
  readonly assemblyFolder: string;
  readonly plan: Plan;
  /** Whether to look for the smallest night that breaks the same, which lives through dozens more. */
  readonly isShrinking: boolean;
}

/** What the pool is told of one night; a violation comes with its night, the smallest when it was looked for, and what happened in it. */
export interface NightResult {
  readonly number: number;
  readonly runs: readonly string[];
  readonly moves: number;
  readonly broken: {
    readonly violations: readonly Violation[];
    readonly night: Night;
    readonly timeline: readonly string[];
  } | null;
}

const { assemblyFolder, plan, isShrinking } = workerData as WorkerTask;
const assembly = readAssembly(assemblyFolder);
const live = (night: Night) => liveThrough(night, assembly, plan);

parentPort?.on("message", (number: number) => {
  // A night that the lab itself could not live through ends the thread, and the pool says so.
  void resultOf(number).then((result) => parentPort?.postMessage(result));
});

async function resultOf(number: number): Promise<NightResult> {
  const report = await live(nightOf(number));
  const runs = report.runs.map(({ workflow, outcome }) => `${workflow}: ${outcome ?? "open"}`);
  const summary = { number, runs, moves: report.moves };
  if (report.violations.length === 0) return { ...summary, broken: null };
  const smallest = isShrinking ? await shrink(number, report, live) : report;
  return {
    ...summary,
    broken: { violations: smallest.violations, night: smallest.night, timeline: smallest.timeline },
  };
}
