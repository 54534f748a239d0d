/** Runs incident scenarios for many seeds. Two files share them, so that they take two workers half the time each. */
import { beforeAll, describe, expect, test } from "@jest/globals";
import { SCENARIOS } from "../../lab/scenarios/catalogue";
import { brokenExpectations, drill } from "../support/drills";
import { isStory, seedsUpTo } from "../support/seeds";
import { storefrontAssembly } from "../support/storefront";

const SEEDS = seedsUpTo(25);
const LONG_MS = 600_000;

/** Neighbours in the catalogue cost about the same, so every other one is half of the work. */
export function describeEveryOther(remainder: 0 | 1): void {
  const incidents = SCENARIOS.filter((scenario) => !isStory(scenario)).filter((_, index) => index % 2 === remainder);
  describe("a scenario of an hour or two ends as its file says", () => {
    beforeAll(() => {
      storefrontAssembly();
    }, LONG_MS);

    test.each(incidents.map((scenario) => [scenario.name, scenario] as const))(
      `%s, for ${SEEDS.length} seeds`,
      async (_, scenario) => {
        const broken: string[] = [];
        for (const seed of SEEDS) broken.push(...brokenExpectations(await drill(scenario, seed)));
        expect(broken).toEqual([]);
      },
      LONG_MS,
    );
  });
}
