/** A drill: one scenario rehearsed against one synthesized assembly, from one seed. Same seed, same bytes. */
import type { Plan } from "../orchestrator/plan";
import { type CloudAssembly, readAssembly } from "./assembly/read-assembly";
import { measure } from "./drill/measure";
import { rehearse } from "./drill/rehearsal";
import type { DrillResult, TimelineLine } from "./drill/result";
import { isForPeople, timelineLine } from "./drill/timeline";
import { withAmbient } from "./kernel/ambient";
import type { Scenario } from "./scenarios/scenario";
import type { CallStyle } from "./wire/aws-clients";
import { warmUpSdk } from "./wire/warm-up";
import { World } from "./world";
import { importHandlers } from "./world/handler-modules";

export interface DrillOptions {
  /** Folder that `cdk synth` wrote. */
  readonly assemblyFolder: string;
  readonly plan: Plan;
  readonly scenario: Scenario;
  readonly seed: number;
  /**
   * `direct` writes no HTTP, for measuring many drills: several times faster. As deterministic, but calls made at the same
   * moment leave in another order, so the draws of a seed fall differently than in an `http` drill.
   */
  readonly calls?: CallStyle;
  /** Told of every line of the timeline as it happens. */
  readonly onLine?: (line: TimelineLine) => void;
}

const assemblies = new Map<string, CloudAssembly>();

/** @throws AssemblyError when the assembly cannot be deployed; Error when the lab itself failed */
export async function runDrill({
  assemblyFolder,
  plan,
  scenario,
  seed,
  calls = "http",
  onLine,
}: DrillOptions): Promise<DrillResult> {
  const assembly = assemblyIn(assemblyFolder);
  await importHandlers(assembly);
  await warmUpSdk();
  const world = new World(plan, seed, { calls });
  return withAmbient(world.clock, world.random, async () => {
    const rehearsed = await rehearse(world, assembly, scenario, (entry, originMs) => {
      if (isForPeople(entry)) onLine?.(timelineLine(entry, originMs));
    });
    return measure(world, scenario, seed, rehearsed);
  });
}

function assemblyIn(folder: string): CloudAssembly {
  const assembly = assemblies.get(folder) ?? readAssembly(folder);
  assemblies.set(folder, assembly);
  return assembly;
}
