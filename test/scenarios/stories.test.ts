import { beforeAll, describe, expect, test } from "@jest/globals";
import { SCENARIOS } from "../../lab/scenarios/catalogue";
import { brokenExpectations, drill } from "../support/drills";
import { callsOf, isStory, seedsUpTo } from "../support/seeds";
import { storefrontAssembly } from "../support/storefront";

/** A story is hours or days of virtual time, and costs seconds; `BATON_STORY_SEEDS=25` runs as many as the weekly check. */
const SEEDS = seedsUpTo(Number(process.env.BATON_STORY_SEEDS ?? 2));
const LONG_MS = 1_800_000;

describe("every story ends as its file says", () => {
  beforeAll(() => {
    storefrontAssembly();
  }, LONG_MS);

  test.each(SCENARIOS.filter(isStory).map((scenario) => [scenario.name, scenario] as const))(
    `%s, for ${SEEDS.length} seeds`,
    async (_, scenario) => {
      const broken: string[] = [];
      for (const seed of SEEDS)
        broken.push(...brokenExpectations(await drill(scenario, seed, { calls: callsOf(seed) })));
      expect(broken).toEqual([]);
    },
    LONG_MS,
  );
});
