import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const awayAgain = defineScenario({
  name: "away-again",
  title: "Home after a fence that never held, and away again by a switchover: the old fence is nobody's work any more",
  story:
    "The primary Region goes dark and the fence says UNREACHABLE. On-call starts the failback the moment the Region is back, before the " +
    "sentry has fenced anything; the failback sets the stale copy aside and brings the application home. Two hours later the " +
    "application moves away in good order, and what it leaves stays as it is, ready to take it back. The fence of an incident " +
    "that is over must not be taken up again: it would stop that group and tell people of a Region that never left.",
  faults: [{ atSeconds: 0, fault: PRIMARY_GOES_DARK }],
  acts: [
    { when: { atSeconds: 3600 }, act: { type: "customers-come-every", seconds: 30 } },
    { when: { atSeconds: 2 * 3600 }, act: { type: "region-returns", region: "primary" } },
    {
      when: { afterSeconds: 0 },
      act: { type: "workflow-started", workflow: "failback", by: "Ines", reason: "The Region is back." },
    },
    { when: { once: "a-replica-is-created" }, act: { type: "customers-come-every", seconds: 0.5 } },
    { when: { once: "the-gate-asks", thenSeconds: 300 }, act: { type: "move-approved", by: "Ines" } },
    { when: { once: "the-baton-moves", thenSeconds: 1200 }, act: { type: "customers-come-every", seconds: 30 } },
    {
      when: { once: "a-run-ends", thenSeconds: 2 * 3600 },
      act: { type: "workflow-started", workflow: "switchover", by: "Jonas", reason: "A hurricane is forecast." },
    },
    { when: { afterSeconds: 0 }, act: { type: "customers-come-every", seconds: 0.5 } },
    { when: { once: "the-gate-asks", thenSeconds: 300 }, act: { type: "move-approved", by: "Jonas" } },
    { when: { once: "the-baton-moves", thenSeconds: 1200 }, act: { type: "customers-come-every", seconds: 30 } },
  ],
  endsWhen: "story-told",
  thenWatchSeconds: 600,
  horizonSeconds: 40 * 3600,
  expectations: [
    { that: "outcome-is", outcome: "moved" },
    { that: "baton-is-at", role: "standby" },
    { that: "phase-is", phase: "failed-over" },
    { that: "moves-are", directions: ["failover", "failback", "switchover"] },
    // It never held, or nothing is proved.
    { that: "fence-verdict-is", verdict: "UNREACHABLE" },
    { that: "capacity-is", role: "primary", instances: 6 },
    { that: "protected-again" },
    { that: "lost-only-by", direction: "failover" },
    ...ALWAYS,
  ],
});
