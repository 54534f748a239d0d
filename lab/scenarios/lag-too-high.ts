import { ALWAYS } from "./expectation";
import { defineScenario } from "./scenario";

export const lagTooHigh = defineScenario({
  name: "lag-too-high",
  title: "The replica is far behind when the primary goes dark: a person is asked",
  story:
    "For ten minutes the replica has been minutes behind its source, more than the plan lets go without a person. Then " +
    "the primary Region goes dark. Failing over would lose those minutes, so the run confirms the outage, warms up the " +
    "standby and asks. Nothing is promoted until somebody answers.",
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
  endsWhen: "approval-asked",
  thenWatchSeconds: 600,
  horizonSeconds: 3000,
  expectations: [
    { that: "outcome-is", outcome: "awaiting-approval" },
    { that: "baton-is-at", role: "primary" },
    { that: "standby-serves-nobody" },
    { that: "nothing-promoted" },
    { that: "notice-says", words: "DECIDE", times: 1 },
    { that: "runs-that-claimed", count: 1 },
    ...ALWAYS,
  ],
});
