import { ALWAYS } from "./expectation";
import { defineScenario } from "./scenario";

export const paused = defineScenario({
  name: "paused",
  title: "Somebody has paused the automation: the outage is recorded and a person is asked",
  story:
    "A database migration is going on, and its owner has paused the automation. Then the primary Region goes dark. The " +
    "run confirms the outage and warms up the standby, because both can be undone, and then asks instead of acting: the " +
    "message says who paused it and why.",
  faults: [
    {
      atSeconds: 0,
      fault: { type: "automation-paused", by: "ada@storefront.example.com", reason: "database migration until noon" },
    },
    {
      atSeconds: 120,
      fault: { type: "region-dark", region: "primary", sparedInMonitoringRegion: ["route53", "monitoring", "events"] },
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
