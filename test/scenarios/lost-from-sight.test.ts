import { beforeAll, expect, test } from "@jest/globals";
import { ALWAYS } from "../../lab/scenarios/expectation";
import { PRIMARY_GOES_DARK } from "../../lab/scenarios/fault";
import { defineScenario } from "../../lab/scenarios/scenario";
import { brokenExpectations, drill } from "../support/drills";
import { storefrontAssembly } from "../support/storefront";

beforeAll(() => {
  storefrontAssembly();
}, 300_000);

const DECLINED = { type: "move-declined", by: "Ada" } as const;

const lostFromSight = defineScenario({
  name: "lost-from-sight",
  title: "Nobody sees the primary serve for an hour, then it is lost: what it took since is nothing to decide on alone",
  story:
    "The standby is cut off from the primary, and with it replication; the witness is dark. On-call knows that customers are " +
    "served and declines. An hour later the witness is back, the primary Region is lost, and everybody says DOWN. The replica " +
    "kept up until it was cut off, which is all that the sentry knows of it: whoever decided on that lag would lose an hour of orders.",
  faults: [
    { atSeconds: 0, fault: { type: "connection-cut", between: ["primary", "standby"], isOneWay: false } },
    { atSeconds: 0, fault: { type: "region-dark", region: "witness" } },
  ],
  acts: [
    { when: { once: "the-gate-asks", thenSeconds: 60 }, act: DECLINED },
    { when: { once: "a-run-ends", thenSeconds: 10 }, act: { type: "customers-come-every", seconds: 5 } },
    { when: { atSeconds: 3600 }, act: { type: "region-returns", region: "witness" } },
    { when: { afterSeconds: 0 }, act: PRIMARY_GOES_DARK },
    { when: { once: "the-gate-asks", thenSeconds: 60 }, act: DECLINED },
  ],
  endsWhen: "story-told",
  thenWatchSeconds: 600,
  horizonSeconds: 3 * 3600,
  expectations: [
    { that: "email-says", words: "3 DOWN (world, standby, witness), none UP" },
    { that: "email-says", words: "The first failed probe is 1 h" },
    { that: "runs-that-claimed", count: 2 },
    { that: "nothing-promoted" },
    ...ALWAYS,
  ],
});

test("a primary that nobody saw for an hour before it was lost is a person's decision", async () => {
  for (const seed of [1, 2]) expect(brokenExpectations(await drill(lostFromSight, seed))).toEqual([]);
}, 300_000);
