import { ALWAYS } from "./expectation";
import { defineScenario } from "./scenario";

export const failbackReplicaBreaks = defineScenario({
  name: "failback-replica-breaks",
  title: "The replica at home breaks while it is being built",
  story:
    "A failback is rebuilding the data at home when replication into the new replica breaks, for good. It can never " +
    "catch up, so the run abandons the move before it has frozen anything. The standby serves on.",
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
    {
      when: { once: "a-replica-is-being-created", thenSeconds: 1200 },
      act: { type: "replication-broken", region: "primary" },
    },
  ],
  endsWhen: "story-told",
  thenWatchSeconds: 600,
  horizonSeconds: 30 * 3600,
  expectations: [
    { that: "outcome-is", outcome: "stood-down" },
    { that: "baton-is-at", role: "standby" },
    { that: "phase-is", phase: "failed-over" },
    { that: "moves-are", directions: ["failover"] },
    { that: "planned-move-disturbs-nobody" },
    { that: "active-database-writes" },
    { that: "stale-copies-kept", role: "primary", count: 1 },
    { that: "lost-only-by", direction: "failover" },
    { that: "promotions-are", count: 1 },
    { that: "notice-says", words: "abandoned" },
    ...ALWAYS,
  ],
});
