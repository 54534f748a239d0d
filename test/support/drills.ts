/** Drills of the storefront plan, for tests. */
import { runDrill } from "../../lab/drill";
import type { DrillResult, TimelineLine } from "../../lab/drill/result";
import type { Scenario } from "../../lab/scenarios/scenario";
import { storefrontAssembly, storefrontPlan } from "./storefront";

export async function drill(
  scenario: Scenario,
  seed: number,
  onLine?: (line: TimelineLine) => void,
): Promise<DrillResult> {
  const assemblyFolder = storefrontAssembly();
  return runDrill({ assemblyFolder, plan: storefrontPlan, scenario, seed, ...(onLine && { onLine }) });
}

/** What did not hold, with its detail; empty when the scenario ended as its file says. */
export function brokenExpectations(result: DrillResult): string[] {
  return result.expectations
    .filter(({ holds }) => !holds)
    .map(({ name, detail }) => `seed ${result.seed}: ${name}: ${detail}`);
}
