import { RECOVERED } from "./ending";
import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const regionOutage = defineScenario({
  name: "region-outage",
  title: "The primary Region goes dark: workloads and APIs",
  story:
    "The primary Region stops answering: the application, its database and every regional AWS API there. Route 53's " +
    "checkers see it within half a minute, the alarm in us-east-1 starts a run, and the standby takes over. The old " +
    "writer cannot be reached, so the fence says UNREACHABLE; writes that had not been replicated are lost, and counted.",
  faults: [{ atSeconds: 0, fault: PRIMARY_GOES_DARK }],
  endsWhen: "failover-closed",
  thenWatchSeconds: 300,
  horizonSeconds: 3600,
  expectations: [
    ...RECOVERED,
    { that: "lost-span-within-objective" },
    { that: "loss-is-bounded" },
    { that: "fence-verdict-is", verdict: "UNREACHABLE" },
    { that: "runs-that-claimed", count: 1 },
    ...ALWAYS,
  ],
});
