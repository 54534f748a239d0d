import { beforeAll, expect, test } from "@jest/globals";
import { scenarioNamed } from "../../lab/scenarios/catalogue";
import { ALWAYS } from "../../lab/scenarios/expectation";
import { defineScenario } from "../../lab/scenarios/scenario";
import { brokenExpectations, drill } from "../support/drills";
import { seedsUpTo } from "../support/seeds";
import { storefrontAssembly } from "../support/storefront";

const LONG_MS = 600_000;

beforeAll(() => {
  storefrontAssembly();
}, LONG_MS);

/** Longer than a first backup takes: median 5 min, one in twenty half an hour. */
const OUTAGE = scenarioNamed("region-outage");
const OUTAGE_AND_TWO_HOURS = defineScenario({
  ...OUTAGE,
  name: "two-hours-after-the-failover",
  thenWatchSeconds: 2 * 3600,
  horizonSeconds: 3 * 3600,
  expectations: [...OUTAGE.expectations, { that: "active-database-is-as-planned" }],
});

const HELD_AT_ITS_END = defineScenario({
  ...OUTAGE,
  name: "held-two-hours-at-its-end",
  acts: [
    {
      when: { once: "the-baton-moves", thenSeconds: 1 },
      act: { type: "function-broken", name: "close", how: "crashes" },
    },
  ],
  endsWhen: "horizon",
  horizonSeconds: 2 * 3600,
  expectations: [
    { that: "outcome-is", outcome: "needs-operator" },
    { that: "baton-is-at", role: "standby" },
    { that: "active-database-is-as-planned" },
    ...ALWAYS,
  ],
});

test(
  "one whose run stands still after it has arrived gets it back, too",
  async () => {
    const result = await drill(HELD_AT_ITS_END, 1, { calls: "direct" });
    expect(brokenExpectations(result)).toEqual([]);
  },
  LONG_MS,
);

test(
  "a promoted database gets Multi-AZ back, although its first backup refuses the change at first",
  async () => {
    let refused = 0;
    for (const seed of seedsUpTo(5)) {
      const result = await drill(OUTAGE_AND_TWO_HOURS, seed, { calls: "direct" });
      expect(brokenExpectations(result)).toEqual([]);
      refused += result.timeline.filter(({ why }) => why.includes("and the sentry asks again")).length;
    }
    // Or the run itself had it at once, and nothing is proved of the sentry.
    expect(refused).toBeGreaterThan(0);
  },
  LONG_MS,
);
