import { ALWAYS } from "./expectation";
import { defineScenario } from "./scenario";

export const regionOutage = defineScenario({
  name: "region-outage",
  title: "The primary Region goes dark: workloads and APIs",
  story:
    "The primary Region stops answering: the application, its database and every regional AWS API there. Route 53's " +
    "checkers see it within half a minute, the alarm in us-east-1 starts a run, and the standby takes over. The old " +
    "writer cannot be reached, so the fence says UNREACHABLE; writes that had not been replicated are lost, and counted.",
  faults: [
    {
      atSeconds: 0,
      fault: {
        type: "region-dark",
        region: "primary",
        // When the primary is us-east-1, this scenario loses the workloads and their APIs, while the global services that
        // happen to have their metrics and alarms there stay: losing them too is what control-plane-outage rehearses.
        sparedInMonitoringRegion: ["route53", "monitoring", "events"],
      },
    },
  ],
  endsWhen: "failover-closed",
  thenWatchSeconds: 300,
  horizonSeconds: 3600,
  expectations: [
    { that: "outcome-is", outcome: "recovered" },
    { that: "baton-is-at", role: "standby" },
    { that: "recovered-within-objective" },
    { that: "lost-span-within-objective" },
    { that: "loss-is-bounded" },
    { that: "fence-verdict-is", verdict: "UNREACHABLE" },
    { that: "runs-that-claimed", count: 1 },
    ...ALWAYS,
  ],
});
