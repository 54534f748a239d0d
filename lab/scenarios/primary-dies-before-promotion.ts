import { ALWAYS } from "./expectation";
import { defineScenario } from "./scenario";

export const primaryDiesBeforePromotion = defineScenario({
  name: "primary-dies-before-promotion",
  title: "The primary Region dies again while the failback drains",
  story:
    "A failback has frozen the active writer in the standby when the primary Region goes dark again. Nothing has been " +
    "promoted, so the move is abandoned: the writer gets its own security groups back and the standby serves on. " +
    "Customers wait for minutes, and lose nothing.",
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
    { when: { once: "a-replica-is-created" }, act: { type: "customers-come-every", seconds: 0.5 } },
    { when: { once: "the-gate-asks", thenSeconds: 300 }, act: { type: "move-approved", by: "Ines" } },
    {
      when: { once: "the-writer-reboots", thenSeconds: 20 },
      act: {
        type: "region-dark",
        region: "primary",
        sparedInMonitoringRegion: ["route53", "monitoring", "events"],
      },
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
    { that: "active-database-writes" },
    { that: "lost-only-by", direction: "failover" },
    { that: "promotions-are", count: 1 },
    { that: "customers-are-served" },
    { that: "notice-says", words: "abandoned" },
    ...ALWAYS,
  ],
});
