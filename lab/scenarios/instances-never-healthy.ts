import { mendedAndRedriven } from "./course";
import { RECOVERED_BY_A_REDRIVE } from "./ending";
import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const instancesNeverHealthy = defineScenario({
  name: "instances-never-healthy",
  title: "New instances in the standby start and never become healthy: the page counts them, and a redrive recovers",
  story:
    "Instances of the standby launch and fail their health check behind the load balancer, because something that the " +
    "application needs is missing there. One healthy instance cannot carry everybody: the run waits for as long as " +
    "the plan says, sends nobody there, and pages with the count. Somebody mends the application and redrives the " +
    "run.",
  faults: [
    { atSeconds: 0, fault: { type: "instances-never-healthy" } },
    { atSeconds: 60, fault: PRIMARY_GOES_DARK },
  ],
  acts: mendedAndRedriven({ type: "instances-healthy-again" }, 120),
  endsWhen: "story-told",
  thenWatchSeconds: 300,
  horizonSeconds: 2 * 3600,
  expectations: [
    ...RECOVERED_BY_A_REDRIVE,
    { that: "notice-says", words: "NEEDS YOU", times: 1 },
    { that: "email-says", words: "storefront-web: 1 of 6 instances are healthy behind the load balancer" },
    ...ALWAYS,
  ],
});
