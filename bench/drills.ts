/** Region outages over many seeds: how close recovery comes to the floor, and how many drills a core can do. */
import { runDrill } from "../lab/drill";
import { findScenario } from "../lab/scenarios/catalogue";
import type { Plan } from "../orchestrator/plan";

const AIM_MEDIAN_RATIO = 1.1;
const AIM_DRILLS_PER_SECOND = 100;

export async function printDrills(
  { assemblyFolder, plan, seeds }: { readonly assemblyFolder: string; readonly plan: Plan; readonly seeds: number },
  print: (line: string) => void,
): Promise<void> {
  const scenario = findScenario("region-outage");
  if (!scenario) throw new Error("The catalogue has no region-outage.");
  await runDrill({ assemblyFolder, plan, scenario, seed: 0 });
  const ratios: number[] = [];
  const startedMs = performance.now();
  for (let seed = 1; seed <= seeds; seed += 1) {
    const { rtoSeconds, floorSeconds } = await runDrill({ assemblyFolder, plan, scenario, seed, calls: "direct" });
    ratios.push(rtoSeconds === null || floorSeconds === null ? Number.POSITIVE_INFINITY : rtoSeconds / floorSeconds);
  }
  const perSecond = seeds / ((performance.now() - startedMs) / 1000);
  const heapMegabytes = process.memoryUsage().heapUsed / 2 ** 20;
  print(
    `RTO/floor  median ${quantile(ratios, 0.5)}, p99 ${quantile(ratios, 0.99)} over ${seeds} seeds (aim: median ${AIM_MEDIAN_RATIO})`,
  );
  print(
    `Drills     ${perSecond.toFixed(1)} per second on one core (aim: ${AIM_DRILLS_PER_SECOND}); heap ${heapMegabytes.toFixed(0)} MiB`,
  );
}

function quantile(values: readonly number[], share: number): string {
  const sorted = [...values].sort((left, right) => left - right);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return value.toFixed(3);
}
