/** Two stretches of virtual time whose use is counted: an hour of calm, and a failover. */
import { type CloudAssembly, readAssembly } from "../../lab/assembly/read-assembly";
import { deploy, rehearse } from "../../lab/drill/rehearsal";
import { withAmbient } from "../../lab/kernel/ambient";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { World } from "../../lab/world";
import { importHandlers } from "../../lab/world/handler-modules";
import type { Plan } from "../../orchestrator/plan";
import { scenarioNamed } from "../recovery/compare";
import { type Usage, UsageMeter } from "./usage";

const SEED = 1;
const HOUR_MS = 3_600_000;
/** Checks have observations, caches are filled, sandboxes are warm. */
const SETTLING_MS = 20 * 60_000;

export async function usageOfCalmHour(plan: Plan, assemblyFolder: string): Promise<Usage> {
  const { world, assembly } = await prepare(plan, assemblyFolder);
  return withAmbient(world.clock, world.random, async () => {
    world.customers.start();
    await deploy(world, assembly);
    await world.clock.run(world.clock.now() + SETTLING_MS);
    const meter = new UsageMeter(world);
    await world.clock.run(world.clock.now() + HOUR_MS);
    return meter.read();
  });
}

/** From the first fault until five minutes after the run has closed. */
export async function usageOfFailover(plan: Plan, assemblyFolder: string): Promise<Usage> {
  const { world, assembly } = await prepare(plan, assemblyFolder);
  return withAmbient(world.clock, world.random, async () => {
    const meters: UsageMeter[] = [];
    world.journal.onEntry(({ actor }) => {
      if (actor === "fault" && meters.length === 0) meters.push(new UsageMeter(world));
    });
    await rehearse(world, assembly, scenarioNamed("region-outage"), () => {});
    const [meter] = meters;
    if (!meter) throw new Error("Nothing has failed in region-outage.");
    return meter.read();
  });
}

async function prepare(
  plan: Plan,
  assemblyFolder: string,
): Promise<{ readonly world: World; readonly assembly: CloudAssembly }> {
  const assembly = readAssembly(assemblyFolder);
  await importHandlers(assembly);
  await warmUpSdk();
  return { world: new World(plan, SEED, { calls: "direct" }), assembly };
}
