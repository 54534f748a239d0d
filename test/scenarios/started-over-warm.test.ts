import { expect, test } from "@jest/globals";
import { SWITCHOVER_IS_STARTED } from "../../lab/scenarios/course";
import { ALWAYS } from "../../lab/scenarios/expectation";
import { defineScenario } from "../../lab/scenarios/scenario";
import { brokenExpectations, drill } from "../support/drills";

const startedOver = defineScenario({
  name: "started-over-and-declined",
  title: "A switchover is aborted at its gate, started over, and declined",
  story: "The standby goes back to the capacity that it had before the first of the two runs warmed it up.",
  acts: [
    ...SWITCHOVER_IS_STARTED,
    { when: { once: "the-gate-asks", thenSeconds: 60 }, act: { type: "run-aborted", by: "Ada" } },
    {
      when: { afterSeconds: 120 },
      act: { type: "workflow-started", workflow: "switchover", by: "Ada", reason: "Start over." },
    },
    { when: { once: "the-gate-asks", thenSeconds: 60 }, act: { type: "move-declined", by: "Ines" } },
  ],
  endsWhen: "story-told",
  thenWatchSeconds: 900,
  horizonSeconds: 3 * 3600,
  expectations: [
    { that: "story-is-told" },
    { that: "nothing-promoted" },
    { that: "standby-capacity-as-before" },
    { that: "phase-is", phase: "steady" },
    ...ALWAYS,
  ],
});

test("a run that starts over and is declined undoes the warm-up of the dead run before it", async () => {
  expect(brokenExpectations(await drill(startedOver, 1))).toEqual([]);
}, 300_000);
