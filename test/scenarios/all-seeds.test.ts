import { beforeAll, describe, expect, test } from "@jest/globals";
import { SCENARIOS } from "../../lab/scenarios/catalogue";
import { brokenExpectations, drill } from "../support/drills";
import { isStory, seedsUpTo } from "../support/seeds";
import { storefrontAssembly } from "../support/storefront";

const SEEDS = seedsUpTo(25);
const LONG_MS = 600_000;

describe("every scenario of an hour ends as its file says", () => {
  beforeAll(() => {
    storefrontAssembly();
  }, LONG_MS);

  test.each(SCENARIOS.filter((scenario) => !isStory(scenario)).map((scenario) => [scenario.name, scenario] as const))(
    `%s, for ${SEEDS.length} seeds`,
    async (_, scenario) => {
      const broken: string[] = [];
      for (const seed of SEEDS) broken.push(...brokenExpectations(await drill(scenario, seed)));
      expect(broken).toEqual([]);
    },
    LONG_MS,
  );
});
