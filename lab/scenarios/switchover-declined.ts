import { SWITCHOVER_IS_STARTED } from "./course";
import { STOOD_DOWN } from "./ending";
import { ALWAYS } from "./expectation";
import { defineScenario } from "./scenario";

export const switchoverDeclined = defineScenario({
  name: "switchover-declined",
  title: "A person says no at the switchover's gate",
  story:
    "A switchover is started, the standby warms up, and whoever is asked at the gate declines. Nothing was frozen yet: " +
    "customers notice nothing, the primary serves on, and the standby goes back to the capacity that it had.",
  acts: [
    ...SWITCHOVER_IS_STARTED,
    {
      when: { once: "the-gate-asks", thenSeconds: 600 },
      act: { type: "move-declined", by: "Jonas", remark: "It turns out to sea." },
    },
  ],
  endsWhen: "story-told",
  thenWatchSeconds: 900,
  horizonSeconds: 6 * 3600,
  expectations: [
    ...STOOD_DOWN,
    { that: "question-ended", outcome: "declined", by: "Jonas" },
    { that: "phase-is", phase: "steady" },
    { that: "moves-are", directions: [] },
    { that: "active-database-writes" },
    { that: "planned-move-disturbs-nobody" },
    { that: "notice-says", words: "abandoned", times: 1 },
    { that: "runs-that-claimed", count: 1 },
    ...ALWAYS,
  ],
});
