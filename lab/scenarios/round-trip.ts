import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const roundTrip = defineScenario({
  name: "round-trip",
  title: "An outage, a day on the standby, and home again behind the gate",
  story:
    "The primary Region goes dark and the standby takes over. Hours later the Region returns, with a stale database that " +
    "nobody writes to. The next day on-call starts the failback: the stale instance is renamed and kept, a replica is " +
    "built under its old name from the active writer, and a person approves at the gate. Writers are frozen, drained, " +
    "and the application comes home; the standby gets a replica again. Only the outage's own tail is lost.",
  faults: [{ atSeconds: 0, fault: PRIMARY_GOES_DARK }],
  acts: [
    { when: { atSeconds: 3600 }, act: { type: "customers-come-every", seconds: 30 } },
    { when: { atSeconds: 6 * 3600 }, act: { type: "region-returns", region: "primary" } },
    {
      when: { atSeconds: 24 * 3600 },
      act: {
        type: "workflow-started",
        workflow: "failback",
        by: "Ines",
        reason: "The Region has been well since noon.",
      },
    },
    { when: { once: "a-replica-is-created" }, act: { type: "customers-come-every", seconds: 0.5 } },
    {
      when: { once: "the-gate-asks", thenSeconds: 900 },
      act: { type: "move-approved", by: "Ines", remark: "It is a quiet hour." },
    },
    { when: { once: "the-baton-moves", thenSeconds: 1200 }, act: { type: "customers-come-every", seconds: 30 } },
  ],
  endsWhen: "story-told",
  thenWatchSeconds: 300,
  horizonSeconds: 48 * 3600,
  expectations: [
    { that: "outcome-is", outcome: "moved" },
    { that: "baton-is-at", role: "primary" },
    { that: "phase-is", phase: "steady" },
    { that: "moves-are", directions: ["failover", "failback"] },
    { that: "recovered-within-objective" },
    { that: "lost-span-within-objective" },
    { that: "no-write-lost-by", direction: "failback" },
    { that: "interrupted-at-most", direction: "failback", seconds: 1800 },
    { that: "stale-copies-kept", role: "primary", count: 1 },
    { that: "stale-copies-kept", role: "standby", count: 1 },
    { that: "protected-again" },
    { that: "active-database-is-as-planned" },
    { that: "capacity-is", role: "standby", instances: 1 },
    { that: "lost-only-by", direction: "failover" },
    { that: "promotions-are", count: 2 },
    { that: "runs-that-claimed", count: 2 },
    ...ALWAYS,
  ],
});
