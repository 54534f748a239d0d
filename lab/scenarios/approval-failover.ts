import { ALWAYS } from "./expectation";
import { defineScenario } from "./scenario";

export const approvalFailover = defineScenario({
  name: "approval-failover",
  title: "A failover asks first, and a person approves",
  story:
    "The replica has been minutes behind when the primary Region goes dark: more than the plan lets go without a person. " +
    "The run confirms the outage, warms up, and asks. On-call approves a few minutes later and the standby takes over; " +
    "what had not been replicated is lost, as the question said.",
  faults: [
    { atSeconds: 0, fault: { type: "replication-lag", seconds: 300 } },
    {
      atSeconds: 600,
      fault: {
        type: "region-dark",
        region: "primary",
        sparedInMonitoringRegion: ["route53", "monitoring", "events"],
      },
    },
  ],
  acts: [
    {
      when: { once: "the-gate-asks", thenSeconds: 180 },
      act: { type: "move-approved", by: "Ines", remark: "Five minutes of orders are cheaper than an outage." },
    },
  ],
  endsWhen: "story-told",
  thenWatchSeconds: 300,
  horizonSeconds: 2 * 3600,
  expectations: [
    { that: "outcome-is", outcome: "recovered" },
    { that: "baton-is-at", role: "standby" },
    { that: "phase-is", phase: "failed-over" },
    { that: "moves-are", directions: ["failover"] },
    { that: "recovered-within-objective" },
    { that: "fence-verdict-is", verdict: "UNREACHABLE" },
    { that: "notice-says", words: "DECIDE" },
    { that: "runs-that-claimed", count: 1 },
    ...ALWAYS,
  ],
});
