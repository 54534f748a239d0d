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
  acts: [
    { when: { once: "a-run-fails", thenSeconds: 120 }, act: { type: "instances-healthy-again" } },
    { when: { afterSeconds: 60 }, act: { type: "run-redriven", by: "Ines" } },
  ],
  endsWhen: "story-told",
  thenWatchSeconds: 300,
  horizonSeconds: 2 * 3600,
  expectations: [
    { that: "outcome-is", outcome: "recovered" },
    { that: "baton-is-at", role: "standby" },
    { that: "customers-are-served" },
    { that: "notice-says", words: "NEEDS YOU", times: 1 },
    { that: "email-says", words: "storefront-web: 1 of 6 instances are healthy behind the load balancer" },
    { that: "promotions-are", count: 1 },
    { that: "runs-that-claimed", count: 1 },
    ...ALWAYS,
  ],
});
