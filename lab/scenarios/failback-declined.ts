import { ALWAYS } from "./expectation";
import { defineScenario } from "./scenario";

export const failbackDeclined = defineScenario({
  name: "failback-declined",
  title: "A person says no at the failback's gate",
  story:
    "After an outage the standby serves. The Region returns and a failback is started, but whoever is asked at the gate " +
    "declines. Nothing was frozen yet: customers notice nothing, the standby serves on, and the replica that was built " +
    "at home stays for the next attempt.",
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
    {
      when: { once: "the-gate-asks", thenSeconds: 600 },
      act: { type: "move-declined", by: "Jonas", remark: "Not during the sale." },
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
    { that: "lost-only-by", direction: "failover" },
    { that: "promotions-are", count: 1 },
    { that: "notice-says", words: "abandoned" },
    ...ALWAYS,
  ],
});
