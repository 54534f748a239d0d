import { RECOVERED } from "./ending";
import { ALWAYS } from "./expectation";
import { defineScenario } from "./scenario";

export const applicationOutage = defineScenario({
  name: "application-outage",
  title: "The primary's load balancer answers 503; its Region is otherwise fine",
  story:
    "A bad day for the application, not for AWS: the load balancer in the primary Region answers every request with 503, " +
    "and later comes back as if nothing had been. The old database is alive and reachable, so it must be fenced before " +
    "the replica is promoted: afterwards nobody can write to it, not over a connection that was open all along either. When " +
    "the load balancer recovers, traffic stays where the baton is.",
  faults: [
    { atSeconds: 0, fault: { type: "application-down", region: "primary" } },
    { atSeconds: 2400, fault: { type: "application-up", region: "primary" } },
  ],
  endsWhen: "horizon",
  thenWatchSeconds: 0,
  horizonSeconds: 3000,
  expectations: [
    ...RECOVERED,
    { that: "lost-span-within-objective" },
    { that: "loss-is-bounded" },
    { that: "fence-verdict-is", verdict: "FENCED" },
    { that: "old-writer-is-closed" },
    { that: "runs-that-claimed", count: 1 },
    ...ALWAYS,
  ],
});
