import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { SCENARIOS, scenarioNamed } from "../../lab/scenarios/catalogue";
import { ALWAYS } from "../../lab/scenarios/expectation";
import { defineScenario, type ScenarioInput } from "../../lab/scenarios/scenario";

const FOLDER = join(__dirname, "../../lab/scenarios");
/** Beside them lies what they are made of. */
const isScenario = (file: string) => readFileSync(join(FOLDER, file), "utf8").includes(" = defineScenario({");

describe("the catalogue of scenarios", () => {
  test("lists every scenario file, and each file bears the name of its scenario", () => {
    const files = readdirSync(FOLDER).filter(isScenario);
    expect(SCENARIOS.map(({ name }) => `${name}.ts`).sort()).toEqual(files.sort());
  });

  test("an unknown scenario is an error that lists those there are", () => {
    expect(() => scenarioNamed("meteor")).toThrow(
      'There is no scenario "meteor". Known: region-outage, control-plane-outage, application-outage,',
    );
  });

  test.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
    "%s keeps every law, but that it may bound a split brain instead of forbidding it, and says how it ends",
    (_, { expectations }) => {
      const judged = expectations.map(({ that }) => that);
      // Where a Region comes back beside a promotion nothing prevents it: then it must end at once.
      const excused = judged.includes("split-brain-lasts-at-most") ? "no-split-brain" : null;
      const laws = ALWAYS.map(({ that }) => that).filter((that) => that !== excused);
      expect(judged).toEqual(expect.arrayContaining([...laws, "outcome-is"]));
    },
  );

  test.each<[string, Partial<Record<keyof ScenarioInput, unknown>>]>([
    ["a fault of an unknown type", { faults: [{ atSeconds: 0, fault: { type: "meteor" } }] }],
    ["a negative time", { faults: [{ atSeconds: -1, fault: { type: "application-down", region: "primary" } }] }],
    ["no expectation", { expectations: [] }],
    ["an unknown expectation", { expectations: [{ that: "all-is-well" }] }],
    [
      "a reaction to nothing",
      { reactions: [{ whenOnCallReads: "", afterSeconds: 0, does: { type: "opens-the-approval-page", who: "x" } }] },
    ],
    ["an unknown ending", { endsWhen: "whenever" }],
    ["an act of an unknown type", { acts: [{ when: { atSeconds: 0 }, act: { type: "prayer" } }] }],
    [
      "a moment that is two",
      { acts: [{ when: { atSeconds: 0, afterSeconds: 1 }, act: { type: "region-returns", region: "primary" } }] },
    ],
    [
      "a milestone that nobody knows",
      { acts: [{ when: { once: "the-moon-rises" }, act: { type: "region-returns", region: "primary" } }] },
    ],
    ["a story in which nothing happens", { faults: [], acts: [] }],
    ["a stray member", { weather: "fine" } as never],
  ])("%s is refused", (_, change) => {
    expect(() => defineScenario({ ...scenarioNamed("paused"), ...change } as ScenarioInput)).toThrow();
  });
});
