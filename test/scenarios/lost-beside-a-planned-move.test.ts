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

const NO_FAILOVER = "us-east-1 does not answer, and no failover starts";

const declinedForTheOutage = defineScenario({
  name: "declined-for-the-outage",
  title: "The primary Region is lost while a switchover waits, and on-call declines it for the failover's sake",
  story:
    "A switchover waits at its gate when the primary Region goes dark: the alarms' runs are refused, because it holds the baton. " +
    "The sentry says so, and on-call declines. Nothing was frozen, so nothing is asked of the dark Region; the sentry's own run fails over.",
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
    { that: "notice-says", words: NO_FAILOVER, times: 1 },
    { that: "email-says", words: "It waits for an answer to its question." },
    { that: "notice-says", words: "abandoned", times: 1 },
    { that: "record-says", words: "It was never frozen" },
    { that: "phase-is", phase: "failed-over" },
    { that: "moves-are", directions: ["failover"] },
    ...ALWAYS,
  ],
});

const lostWhileStuck = defineScenario({
  name: "lost-while-stuck",
  title: "A run that called an operator is left for the morning, and then the primary Region is lost",
  story:
    "A short outage starts a failover, which finds the primary UP and cannot undo its warm-up: an operator is called, and customers are " +
    "served. Nobody comes. An hour later the Region goes dark; the alarms' runs are refused, because only a person may start over. " +
    "The sentry says so, again an hour later, and not once the Region is back.",
  faults: [
    { atSeconds: 0, fault: { type: "application-down", region: "primary" } },
    { atSeconds: 0, fault: { type: "function-broken", name: "cool-down" } },
  ],
  acts: [
    { when: { onceIn: "Claim the baton" }, act: { type: "application-up", region: "primary" } },
    { when: { once: "a-run-fails", thenSeconds: 60 }, act: { type: "customers-come-every", seconds: 5 } },
    { when: { atSeconds: 3600 }, act: PRIMARY_GOES_DARK },
    { when: { afterSeconds: 2 * 3600 - 300 }, act: { type: "region-returns", region: "primary" } },
  ],
  endsWhen: "story-told",
  thenWatchSeconds: 2 * 3600,
  horizonSeconds: 6 * 3600,
  expectations: [
    { that: "story-is-told" },
    { that: "notice-says", words: NO_FAILOVER, times: 2, atLatestSeconds: 3600 + 300 },
    { that: "email-says", words: "An operator was called for it at" },
    { that: "phase-is", phase: "needs-operator" },
    ...ALWAYS,
  ],
});

const cutOffFromTheWorld = defineScenario({
  name: "cut-off-from-the-world",
  title: "Customers are cut off from the primary while a switchover waits, and the standby alone still reaches it",
  story:
    "A switchover waits at its gate when nothing from outside gets to the primary any more. Its alarm, which Route 53's checkers set off, " +
    "starts a run that is refused. The sentry reaches the primary over the backbone, so that nothing fails for it; it says what the alarm says.",
  acts: [
    ...SWITCHOVER_IS_STARTED,
    {
      when: { once: "the-gate-asks", thenSeconds: 60 },
      act: { type: "connection-cut", between: ["internet", "primary"] },
    },
    { when: { afterSeconds: 1800 }, act: { type: "all-mended" } },
  ],
  endsWhen: "story-told",
  thenWatchSeconds: 1800,
  horizonSeconds: 2 * 3600,
  expectations: [
    { that: "story-is-told" },
    {
      that: "notice-says",
      words: "Route 53 does not reach us-east-1, and no failover starts",
      times: 1,
      atLatestSeconds: 900,
    },
    { that: "email-says", words: "The sentry does reach it from eu-west-1" },
    { that: "phase-is", phase: "failing-over" },
    { that: "nothing-promoted" },
    ...ALWAYS,
  ],
});

test("on-call hears of customers who are cut off, though the sentry is not", async () => {
  for (const seed of [1, 2]) expect(brokenExpectations(await drill(cutOffFromTheWorld, seed))).toEqual([]);
}, 300_000);

test("on-call hears that the Region is lost while a run waits for them, and hears it again", async () => {
  for (const seed of [1, 2]) expect(brokenExpectations(await drill(lostWhileStuck, seed))).toEqual([]);
}, 300_000);

test("a switchover that is declined leaves the way to the failover free, though the Region that it left alone is dark", async () => {
  for (const seed of [1, 2]) expect(brokenExpectations(await drill(declinedForTheOutage, seed))).toEqual([]);
}, 300_000);
