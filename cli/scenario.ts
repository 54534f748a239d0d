/** A scenario by its name; one that nobody knows is a matter of usage. */
import { findScenario, SCENARIOS } from "../lab/scenarios/catalogue";
import type { Scenario } from "../lab/scenarios/scenario";
import { UsageError } from "./usage-error";

export function scenarioOrUsageError(name: string): Scenario {
  const scenario = findScenario(name);
  if (scenario) return scenario;
  const known = SCENARIOS.map((each) => `  ${each.name}`).join("\n");
  throw new UsageError(
    `There is no scenario "${name}". What each is: npm run drill -- --list. There are ${SCENARIOS.length}:\n${known}`,
  );
}
