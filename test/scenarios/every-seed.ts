/** Runs incident scenarios for many seeds. Two files share them, so that they take two workers half the time each. */
import { beforeAll, describe, expect, test } from "@jest/globals";
import type { DrillResult } from "../../lab/drill/result";
import { SCENARIOS } from "../../lab/scenarios/catalogue";
import { brokenExpectations, drill, fasterThanFloor } from "../support/drills";
import { callsOf, isStory, seedsUpTo } from "../support/seeds";
import { storefrontAssembly } from "../support/storefront";

/** `BATON_SEEDS=25` is what every scenario must stand; the weekly check runs it. */
const SEEDS = seedsUpTo(Number(process.env.BATON_SEEDS ?? 6));
const LONG_MS = 600_000;
/** The plain outage, in which nothing but AWS and Baton takes time. */
const HAS_FLOOR = "region-outage";

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
        for (const seed of SEEDS) {
          const result = await drill(scenario, seed, { calls: callsOf(seed) });
          broken.push(...brokenExpectations(result), ...(scenario.name === HAS_FLOOR ? judgeFloor(result) : []));
        }
        expect(broken).toEqual([]);
      },
      LONG_MS,
    );
  });
}

function judgeFloor(result: DrillResult): string[] {
  return result.floorSeconds === null ? [`seed ${result.seed}: no floor`] : fasterThanFloor(result);
}
