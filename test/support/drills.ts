/** Drills of the storefront plan, for tests. */
import { createHash } from "node:crypto";
import { type DrillOptions, runDrill } from "../../lab/drill";
import type { DrillResult } from "../../lab/drill/result";
import type { Scenario } from "../../lab/scenarios/scenario";
import { storefrontAssembly, storefrontPlan } from "./storefront";

export async function drill(
  scenario: Scenario,
  seed: number,
  options: Pick<DrillOptions, "onLine" | "calls"> = {},
): Promise<DrillResult> {
  return runDrill({ assemblyFolder: storefrontAssembly(), plan: storefrontPlan, scenario, seed, ...options });
}

/** Every byte of a result in a few letters, so that two that differ do not fill the screen. */
export function fingerprint(result: DrillResult): string {
  return createHash("sha256").update(JSON.stringify(result)).digest("hex");
}

/** What did not hold, with its detail; empty when the scenario ended as its file says. */
export function brokenExpectations(result: DrillResult): string[] {
  return result.expectations
    .filter(({ holds }) => !holds)
    .map(({ name, detail }) => `seed ${result.seed}: ${name}: ${detail}`);
}
