import { beforeAll, expect, test } from "@jest/globals";
import { ALWAYS_BUT_SPLIT } from "../../lab/scenarios/expectation";
import { PRIMARY_GOES_DARK } from "../../lab/scenarios/fault";
import { defineScenario } from "../../lab/scenarios/scenario";
import { brokenExpectations, drill } from "../support/drills";
import { storefrontAssembly } from "../support/storefront";

beforeAll(() => {
  storefrontAssembly();
}, 300_000);

const givenUpAfterPromotion = defineScenario({
  name: "given-up-after-promotion",
  title:
    "The run is stopped while it promotes, the primary comes back, and somebody wants to give up: not without a word",
  story:
    "Somebody stops the run in the middle of the promotion, and a minute later the primary Region answers again and " +
    "serves: the sentry, which would fence it, is broken. A colleague starts a new run. Every observer says UP, so a run that knew nothing of the dead one would stand " +
    "down and say that nothing moved, and the next failover would bring back the data of today. This one says that replication " +
    "has ended and asks. Declined, it does not stand down either: it calls an operator, with both ways to go on.",
  faults: [{ atSeconds: 0, fault: PRIMARY_GOES_DARK }],
  acts: [
    {
      when: { onceIn: "Promote the data while capacity fills", thenSeconds: 30 },
      act: { type: "run-aborted", by: "Ines" },
    },
    // It would fence the primary on its return, and nobody could think of giving up.
    { when: { afterSeconds: 30 }, act: { type: "function-broken", name: "sentry" } },
    { when: { afterSeconds: 30 }, act: { type: "region-returns", region: "primary" } },
    {
      when: { afterSeconds: 300 },
      act: { type: "workflow-started", workflow: "failover", by: "Ada", reason: "end what was stopped" },
    },
    { when: { once: "the-gate-asks", thenSeconds: 60 }, act: { type: "move-declined", by: "Ada" } },
    { when: { once: "a-run-fails", thenSeconds: 60 }, act: { type: "customers-come-every", seconds: 1 } },
  ],
  endsWhen: "story-told",
  thenWatchSeconds: 300,
  horizonSeconds: 2 * 3600,
  expectations: [
    { that: "outcome-is", outcome: "needs-operator" },
    { that: "phase-is", phase: "needs-operator" },
    { that: "baton-is-at", role: "primary" },
    { that: "standby-serves-nobody" },
    { that: "notice-says", words: "DECIDE" },
    { that: "email-says", words: "Replication to storefront-orders-replica has ended" },
    { that: "email-says", words: "rebuild the replica" },
    { that: "promotions-are", count: 1 },
    { that: "runs-that-claimed", count: 2 },
    // The lab calls all that the primary takes after a promotion split. That it goes on is what a person decided here.
    ...ALWAYS_BUT_SPLIT,
  ],
});

test("nobody stands down after a promotion was asked for, be it by a dead run", async () => {
  for (const seed of [1, 2, 3]) expect(brokenExpectations(await drill(givenUpAfterPromotion, seed))).toEqual([]);
}, 300_000);
