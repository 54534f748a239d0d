/** Lives through every scenario of the comparison with every tool, seed by seed. */
import { join } from "node:path";
import { findScenario } from "../../lab/scenarios/catalogue";
import type { Scenario } from "../../lab/scenarios/scenario";
import type { Plan } from "../../orchestrator/plan";
import { ROUTINGS, type Routing } from "./alternative";
import { synthesizeAlternative } from "./alternative-stack";
import { ALTERNATIVES } from "./alternatives";
import type { Night } from "./night";
import { rehearseAlternative } from "./rehearse-alternative";
import { rehearseBaton } from "./rehearse-baton";

/** The first is the outage that times are compared by; the others are where haste does harm. */
export const COMPARED_SCENARIOS = [
  "region-outage",
  "application-outage",
  "old-primary-returns-early",
  "false-alarm",
] as const;

export interface Comparison {
  readonly plan: Plan;
  /** Of Baton. */
  readonly assemblyFolder: string;
  /** For the alternatives' assemblies. */
  readonly workFolder: string;
  readonly seeds: number;
}

export async function compare({ plan, assemblyFolder, workFolder, seeds }: Comparison): Promise<Night[]> {
  const folders = synthesizeAll(plan, workFolder);
  const nights: Night[] = [];
  for (const name of COMPARED_SCENARIOS) {
    const scenario = scenarioNamed(name);
    for (let seed = 1; seed <= seeds; seed += 1) {
      nights.push(await rehearseBaton({ assemblyFolder, plan, scenario, seed }));
      for (const alternative of ALTERNATIVES) {
        const folder = folders[alternative.routing];
        nights.push(await rehearseAlternative({ alternative, assemblyFolder: folder, plan, scenario, seed }));
      }
    }
  }
  return nights;
}

export function synthesizeAll(plan: Plan, workFolder: string): Readonly<Record<Routing, string>> {
  const folderOf = (routing: Routing) => synthesizeAlternative(plan, routing, join(workFolder, routing));
  const [byHealth, byOneRecord, byControls] = ROUTINGS;
  return {
    [byHealth]: folderOf(byHealth),
    [byOneRecord]: folderOf(byOneRecord),
    [byControls]: folderOf(byControls),
  };
}

export function scenarioNamed(name: string): Scenario {
  const scenario = findScenario(name);
  if (!scenario) throw new Error(`The catalogue has no ${name}.`);
  return scenario;
}
