import { beforeAll, expect, test } from "@jest/globals";
import { SWITCHOVER_IS_STARTED } from "../../lab/scenarios/course";
import { ALWAYS } from "../../lab/scenarios/expectation";
import { PRIMARY_GOES_DARK } from "../../lab/scenarios/fault";
import { defineScenario } from "../../lab/scenarios/scenario";
import { brokenExpectations, drill } from "../support/drills";
import { storefrontAssembly } from "../support/storefront";

beforeAll(() => {
  storefrontAssembly();
}, 300_000);

const declinedForTheOutage = defineScenario({
  name: "declined-for-the-outage",
  title: "The primary Region is lost while a switchover waits, and on-call declines it for the failover's sake",
  story:
    "A switchover waits at its gate when the primary Region goes dark: the alarms' runs are refused, because it holds the baton. " +
    "On-call declines. Nothing was frozen, so nothing is asked of the dark Region; the sentry's own run fails over.",
  acts: [
    ...SWITCHOVER_IS_STARTED,
    { when: { once: "the-gate-asks", thenSeconds: 60 }, act: PRIMARY_GOES_DARK },
    { when: { afterSeconds: 600 }, act: { type: "move-declined", by: "Jonas" } },
    { when: { once: "the-baton-moves", thenSeconds: 60 }, act: { type: "customers-come-every", seconds: 5 } },
  ],
  endsWhen: "story-told",
  thenWatchSeconds: 900,
  horizonSeconds: 2 * 3600,
  expectations: [
    { that: "story-is-told" },
    { that: "notice-says", words: "abandoned", times: 1 },
    { that: "record-says", words: "It was never frozen" },
    { that: "phase-is", phase: "failed-over" },
    { that: "moves-are", directions: ["failover"] },
    ...ALWAYS,
  ],
});

test("a switchover that is declined leaves the way to the failover free, though the Region that it left alone is dark", async () => {
  for (const seed of [1, 2]) expect(brokenExpectations(await drill(declinedForTheOutage, seed))).toEqual([]);
}, 300_000);
