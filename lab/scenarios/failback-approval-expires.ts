import { ALWAYS } from "./expectation";
import { defineScenario } from "./scenario";

export const failbackApprovalExpires = defineScenario({
  name: "failback-approval-expires",
  title: "Nobody answers at the failback's gate",
  story:
    "A failback gets as far as its gate, and nobody answers until the question expires. The run abandons the move: the " +
    "standby serves on, customers notice nothing, and on-call is told.",
  faults: [
    {
      atSeconds: 0,
      fault: {
        type: "region-dark",
        region: "primary",
        sparedInMonitoringRegion: ["route53", "monitoring", "events"],
      },
    },
  ],
  acts: [
    { when: { atSeconds: 3600 }, act: { type: "customers-come-every", seconds: 30 } },
    { when: { afterSeconds: 0 }, act: { type: "region-returns", region: "primary" } },
    {
      when: { atSeconds: 2 * 3600 },
      act: { type: "workflow-started", workflow: "failback", by: "Ines", reason: "The Region is back." },
    },
    { when: { once: "a-replica-is-created" }, act: { type: "customers-come-every", seconds: 1 } },
    { when: { once: "the-gate-asks", thenSeconds: 600 }, act: { type: "customers-come-every", seconds: 30 } },
  ],
  endsWhen: "story-told",
  thenWatchSeconds: 600,
  horizonSeconds: 40 * 3600,
  expectations: [
    { that: "outcome-is", outcome: "stood-down" },
    { that: "baton-is-at", role: "standby" },
    { that: "phase-is", phase: "failed-over" },
    { that: "moves-are", directions: ["failover"] },
    { that: "planned-move-disturbs-nobody" },
    { that: "active-database-writes" },
    { that: "lost-only-by", direction: "failover" },
    { that: "promotions-are", count: 1 },
    { that: "notice-says", words: "abandoned" },
    ...ALWAYS,
  ],
});
