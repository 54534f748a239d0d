/** Drills of the storefront plan, for tests. */
import { createHash } from "node:crypto";
import { WINDOW_SECONDS } from "../../lab/customers/availability";
import { DEFAULT_CUSTOMERS } from "../../lab/customers/settings";
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

/**
 * How far below its floor a measured recovery may lie without being faster than AWS: it is counted in whole seconds; the floor lets
 * caches expire evenly, and customers' caches expire one by one; and the window that first is served well enough is so on average,
 * which its middle is, while the shares that fail go down evenly.
 */
function floorToleranceSeconds(): number {
  const { timeToLiveSeconds } = storefrontPlan.traffic;
  return 1 + timeToLiveSeconds / DEFAULT_CUSTOMERS.clients + WINDOW_SECONDS / 2;
}

/** A recovery that AWS does not permit means that the lab is too kind or that the floor is wrong. */
export function fasterThanFloor({ seed, scenario, rtoSeconds, floorSeconds }: DrillResult): string[] {
  if (rtoSeconds === null || floorSeconds === null) return [];
  if (rtoSeconds >= floorSeconds - floorToleranceSeconds()) return [];
  return [`seed ${seed}: ${scenario} recovers in ${rtoSeconds} s, and its floor is ${floorSeconds} s`];
}
