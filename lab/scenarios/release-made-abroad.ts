import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const releaseMadeAbroad = defineScenario({
  name: "release-made-abroad",
  title: "A release is made in the standby while it serves: it is copied home once the Region is back",
  story:
    "The primary Region goes dark and the standby takes over. A repair of the application is released there while the primary " +
    "still says nothing: no copy can be made, and that alone is no reason to wake anybody. An hour later the Region returns, is " +
    "fenced, and the release is copied home, so that a failback brings the application back as it is.",
  faults: [
    { atSeconds: 0, fault: PRIMARY_GOES_DARK },
    { atSeconds: 2400, fault: { type: "release-made", region: "standby" } },
    { atSeconds: 4800, fault: { type: "region-returns", region: "primary" } },
  ],
  acts: [{ when: { atSeconds: 1800 }, act: { type: "customers-come-every", seconds: 30 } }],
  endsWhen: "horizon",
  thenWatchSeconds: 0,
  horizonSeconds: 8400,
  expectations: [
    { that: "outcome-is", outcome: "recovered" },
    { that: "baton-is-at", role: "standby" },
    { that: "newest-release-is-in", role: "primary" },
    { that: "newest-release-is-in", role: "standby" },
    { that: "copies-kept", role: "primary", count: 1 },
    { that: "copies-kept", role: "standby", count: 0 },
    ...ALWAYS,
  ],
});
