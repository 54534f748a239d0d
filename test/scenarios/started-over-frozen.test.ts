import { beforeAll, expect, test } from "@jest/globals";
import { ALWAYS } from "../../lab/scenarios/expectation";
import { PRIMARY_GOES_DARK } from "../../lab/scenarios/fault";
import { defineScenario } from "../../lab/scenarios/scenario";
import { brokenExpectations, drill } from "../support/drills";
import { storefrontAssembly } from "../support/storefront";

beforeAll(() => {
  storefrontAssembly();
}, 300_000);

const startedOver = defineScenario({
  name: "started-over-frozen",
  title:
    "A failback is aborted while its writer is frozen, and another one is started: customers can write again at once",
  story:
    "Somebody aborts the failback in its drain: nobody can write. The runbook says to start a new one, which has hours ahead of it: it must " +
    "let the writer go before it waits for anything, and say since when nobody could write.",
  faults: [{ atSeconds: 0, fault: PRIMARY_GOES_DARK }],
  acts: [
    // No resolver holds the old answer any more: whoever it sent there would write beside the standby until the sentry has fenced.
    { when: { atSeconds: 3600 }, act: { type: "region-returns", region: "primary" } },
    {
      when: { atSeconds: 4200 },
      act: { type: "workflow-started", workflow: "failback", by: "Ines", reason: "Home." },
    },
    { when: { once: "the-gate-asks", thenSeconds: 60 }, act: { type: "move-approved", by: "Ines" } },
    { when: { onceIn: "Drain what is not replicated yet", thenSeconds: 10 }, act: { type: "run-aborted", by: "Ada" } },
    {
      when: { afterSeconds: 120 },
      act: { type: "workflow-started", workflow: "failback", by: "Ada", reason: "Start over, to decline it." },
    },
  ],
  endsWhen: "story-told",
  // It settles for 1,800 s more.
  thenWatchSeconds: 120,
  horizonSeconds: 8 * 3600,
  expectations: [
    { that: "active-database-writes" },
    { that: "email-says", words: "nobody can write. That ends first" },
    { that: "customers-are-served" },
    ...ALWAYS,
  ],
});

test("a failback that starts over lets the writer go before it waits for anything", async () => {
  for (const seed of [1, 2]) expect(brokenExpectations(await drill(startedOver, seed))).toEqual([]);
}, 300_000);
