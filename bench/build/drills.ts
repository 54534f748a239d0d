/** How many region outages this machine lives through, and with how much memory. */
import { runDrill } from "../../lab/drill";
import type { DrillResult } from "../../lab/drill/result";
import type { Plan } from "../../orchestrator/plan";
import { scenarioNamed } from "../recovery/compare";
import { quantile, sum } from "../statistics";

/** Until then the engine is still compiling what runs often. */
const UNMEASURED_DRILLS = 20;

export interface DrillSpeed {
  readonly drills: number;
  readonly perSecond: number;
  /** Of processor time, all threads of the process together: what one core could do alone. */
  readonly perProcessorSecond: number;
  readonly medianRatio: number;
  readonly p99Ratio: number;
  readonly asExpected: number;
  /** Largest memory that the process has ever held. */
  readonly peakMegabytes: number;
  readonly callsOfMedianDrill: number;
}

export async function measureDrills(plan: Plan, assemblyFolder: string, drills: number): Promise<DrillSpeed> {
  const scenario = scenarioNamed("region-outage");
  const live = (seed: number) => runDrill({ assemblyFolder, plan, scenario, seed, calls: "direct" });
  for (let seed = 1; seed <= UNMEASURED_DRILLS; seed += 1) await live(seed);
  const results: DrillResult[] = [];
  const [startedMs, startedCpu] = [performance.now(), process.cpuUsage()];
  for (let seed = 1; seed <= drills; seed += 1) results.push(await live(seed));
  const { user, system } = process.cpuUsage(startedCpu);
  const ratios = results.map(({ rtoSeconds, floorSeconds }) =>
    rtoSeconds === null || floorSeconds === null ? Number.POSITIVE_INFINITY : rtoSeconds / floorSeconds,
  );
  return {
    drills,
    perSecond: drills / ((performance.now() - startedMs) / 1000),
    perProcessorSecond: drills / ((user + system) / 1_000_000),
    medianRatio: quantile(ratios, 0.5),
    p99Ratio: quantile(ratios, 0.99),
    asExpected: results.filter(({ expectations }) => expectations.every(({ holds }) => holds)).length,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
    callsOfMedianDrill: quantile(
      results.map(({ apiCalls }) => sum(apiCalls.map(({ calls }) => calls))),
      0.5,
    ),
  };
}
