import { RECOVERED } from "./ending";
import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const twoPeopleStart = defineScenario({
  name: "two-people-start",
  title: "Two people start the failover at the same moment: one run claims, the other ends refused",
  story:
    "Customers call before any alarm does, and two people on call each start a failover in the console. One of the " +
    "runs gets the baton and recovers; the other one, and the alarm's own a minute later, end at once with the reason " +
    "in their output and touch nothing.",
  faults: [{ atSeconds: 0, fault: PRIMARY_GOES_DARK }],
  acts: [
    {
      when: { atSeconds: 45 },
      act: { type: "workflow-started", workflow: "failover", by: "Ines", reason: "The shop is down." },
    },
    {
      when: { afterSeconds: 0 },
      act: { type: "workflow-started", workflow: "failover", by: "Ada", reason: "Customers cannot pay." },
    },
  ],
  endsWhen: "failover-closed",
  thenWatchSeconds: 300,
  horizonSeconds: 3600,
  expectations: [
    ...RECOVERED,
    { that: "promotions-are", count: 1 },
    { that: "runs-that-claimed", count: 1 },
    { that: "executions-at-least", count: 3 },
    { that: "epoch-is", epoch: 2 },
    ...ALWAYS,
  ],
});
