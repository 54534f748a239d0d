import { RECOVERED } from "./ending";
import { ALWAYS } from "./expectation";
import { defineScenario } from "./scenario";

export const controlPlaneOutage = defineScenario({
  name: "control-plane-outage",
  title: "All of us-east-1 is lost together with the primary: the watch path is silent",
  story:
    "The primary Region and all of us-east-1 go dark, Route 53's control plane and health-check metrics included. The " +
    "alarm there never says a word. The sentry in the standby Region finds the primary silent for two minutes and starts " +
    "the run; Route 53's opinion is unknown, the standby's and the witness's probes are quorum enough. Traffic still " +
    "moves, because answering DNS and checking health are a global data plane and the records never change.",
  faults: [
    { atSeconds: 0, fault: { type: "region-dark", region: "primary" } },
    { atSeconds: 0, fault: { type: "region-dark", region: "monitoring" } },
  ],
  endsWhen: "failover-closed",
  thenWatchSeconds: 300,
  horizonSeconds: 3600,
  expectations: [
    ...RECOVERED,
    { that: "started-by", alarm: "sentry" },
    { that: "lost-span-within-objective" },
    { that: "loss-is-bounded" },
    { that: "fence-verdict-is", verdict: "UNREACHABLE" },
    { that: "runs-that-claimed", count: 1 },
    ...ALWAYS,
  ],
});
