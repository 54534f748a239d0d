import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const standbyFailsLater = defineScenario({
  name: "standby-fails-later",
  title: "An hour after the failover the standby's application fails, too: on-call hears of it, and nothing moves",
  story:
    "The primary Region goes dark and the standby takes over. An hour later its application answers 503. There is nowhere to go: the " +
    "primary is fenced and dark, so no run is started. The sentry asks the standby each minute for as long as it serves, and within minutes it " +
    "is an alarm. Somebody mends the application, where it is.",
  faults: [
    { atSeconds: 0, fault: PRIMARY_GOES_DARK },
    { atSeconds: 3600, fault: { type: "application-down", region: "standby" } },
    { atSeconds: 5400, fault: { type: "application-up", region: "standby" } },
  ],
  endsWhen: "horizon",
  thenWatchSeconds: 0,
  horizonSeconds: 6000,
  expectations: [
    { that: "outcome-is", outcome: "recovered" },
    { that: "notice-says", words: "standby-unhealthy", atLatestSeconds: 4080, times: 1 },
    { that: "baton-is-at", role: "standby" },
    { that: "phase-is", phase: "failed-over" },
    { that: "runs-that-claimed", count: 1 },
    { that: "lost-span-within-objective" },
    { that: "customers-are-served" },
    ...ALWAYS,
  ],
});
