/** One scenario lived through with Baton, in a world that alternatives can be compared in. */
import { readAssembly } from "../../lab/assembly/read-assembly";
import { measure } from "../../lab/drill/measure";
import { rehearse } from "../../lab/drill/rehearsal";
import { withAmbient } from "../../lab/kernel/ambient";
import type { Scenario } from "../../lab/scenarios/scenario";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { importHandlers } from "../../lab/world/handler-modules";
import type { Plan } from "../../orchestrator/plan";
import { BATON, type Night } from "./night";
import { INCIDENT_NOT_BEFORE_MS, pairedWorld } from "./paired-world";

export interface BatonDrill {
  readonly assemblyFolder: string;
  readonly plan: Plan;
  readonly scenario: Scenario;
  readonly seed: number;
}

export async function rehearseBaton({ assemblyFolder, plan, scenario, seed }: BatonDrill): Promise<Night> {
  const assembly = readAssembly(assemblyFolder);
  await importHandlers(assembly);
  await warmUpSdk();
  const world = pairedWorld(plan, seed);
  return withAmbient(world.clock, world.random, async () => {
    const rehearsed = await rehearse(world, assembly, scenario, () => {}, INCIDENT_NOT_BEFORE_MS);
    const { rtoSeconds, floorSeconds, availability, writesLost, splitBrainWrites } = await measure(
      world,
      scenario,
      seed,
      rehearsed,
    );
    return {
      tool: BATON,
      scenario: scenario.name,
      seed,
      rtoSeconds,
      floorSeconds,
      availability,
      writesLost,
      splitBrainWrites,
      isServed: world.customers.areServed,
      promotions: rehearsed.incident.entries.filter(({ kind }) => kind === "promotion-started").length,
    };
  });
}
