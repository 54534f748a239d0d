/** Region outages over many seeds: how close recovery comes to the floor, and how many drills a core can do. */
import { runDrill } from "../lab/drill";
import type { DrillResult } from "../lab/drill/result";
import { findScenario } from "../lab/scenarios/catalogue";
import type { Plan } from "../orchestrator/plan";

const AIM_MEDIAN_RATIO = 1.1;
const AIM_DRILLS_PER_SECOND = 100;
/** Until then the engine is still compiling what runs often. */
const UNMEASURED_DRILLS = 20;

interface DrillSeries {
  readonly assemblyFolder: string;
  readonly plan: Plan;
  readonly seeds: number;
}

export async function printDrills(series: DrillSeries, print: (line: string) => void): Promise<void> {
  for (let seed = 1; seed <= UNMEASURED_DRILLS; seed += 1) await bulkDrill(series, seed);
  const results: DrillResult[] = [];
  const [startedMs, startedCpu] = [performance.now(), process.cpuUsage()];
  for (let seed = 1; seed <= series.seeds; seed += 1) results.push(await bulkDrill(series, seed));
  const { user, system } = process.cpuUsage(startedCpu);
  printRatios(results, print);
  print(
    `Drills     ${perSecond(results, performance.now() - startedMs)} per second, ${perSecond(results, (user + system) / 1000)} per second of processor time (aim: ${AIM_DRILLS_PER_SECOND} on one core); heap ${heapMegabytes()} MiB`,
  );
}

async function bulkDrill({ assemblyFolder, plan }: DrillSeries, seed: number): Promise<DrillResult> {
  const scenario = findScenario("region-outage");
  if (!scenario) throw new Error("The catalogue has no region-outage.");
  return runDrill({ assemblyFolder, plan, scenario, seed, calls: "direct" });
}

function printRatios(results: readonly DrillResult[], print: (line: string) => void): void {
  const ratios = results.map(({ rtoSeconds, floorSeconds }) =>
    rtoSeconds === null || floorSeconds === null ? Number.POSITIVE_INFINITY : rtoSeconds / floorSeconds,
  );
  print(
    `RTO/floor  median ${quantile(ratios, 0.5)}, p99 ${quantile(ratios, 0.99)} over ${results.length} seeds (aim: median ${AIM_MEDIAN_RATIO})`,
  );
  const others = results.filter(({ expectations }) => !expectations.every(({ holds }) => holds));
  const named = others.map(({ seed, outcome }) => `; seed ${seed}: ${outcome}`).join("");
  print(
    `Outcomes   ${results.length - others.length} of ${results.length} drills ended as the scenario expects${named}`,
  );
}

function perSecond({ length }: readonly DrillResult[], milliseconds: number): string {
  return (length / (milliseconds / 1000)).toFixed(1);
}

function heapMegabytes(): string {
  return (process.memoryUsage().heapUsed / 2 ** 20).toFixed(0);
}

function quantile(values: readonly number[], share: number): string {
  const sorted = [...values].sort((left, right) => left - right);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return value.toFixed(3);
}
