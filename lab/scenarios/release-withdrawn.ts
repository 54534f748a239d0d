import { ALWAYS } from "./expectation";
import { defineScenario } from "./scenario";

export const releaseWithdrawn = defineScenario({
  name: "release-withdrawn",
  title: "A release is taken back in one Region only: on-call hears that the other would still launch it",
  story:
    "A bad release reaches both Regions. The user deregisters it where it was made and goes back to the one before. Baton never " +
    "removes what it cannot have back, so the copy stays, and a failover would launch the bad release: the alarm says so.",
  faults: [
    { atSeconds: 0, fault: { type: "release-made", region: "primary" } },
    { atSeconds: 5400, fault: { type: "release-withdrawn", region: "primary" } },
  ],
  acts: [{ when: { atSeconds: 60 }, act: { type: "customers-come-every", seconds: 30 } }],
  endsWhen: "horizon",
  thenWatchSeconds: 0,
  horizonSeconds: 2.5 * 3600,
  expectations: [
    { that: "outcome-is", outcome: "none" },
    { that: "notice-says", words: "images-behind", times: 1 },
    { that: "copies-kept", role: "standby", count: 1 },
    ...ALWAYS,
  ],
});
