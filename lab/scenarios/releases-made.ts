import { ALWAYS } from "./expectation";
import { defineScenario } from "./scenario";

export const releasesMade = defineScenario({
  name: "releases-made",
  title: "Four releases within hours: each is copied, the oldest copy goes, nobody hears of it",
  story:
    "The pipeline makes four releases in the primary Region, one every forty minutes. Each is copied to the standby as soon as it " +
    "is available, encrypted with that Region's key, and gets a launch-template version there. Three copies stay, as the plan " +
    "says; the first one goes, with its snapshot. No copy is ever copied back.",
  faults: [
    { atSeconds: 0, fault: { type: "release-made", region: "primary" } },
    { atSeconds: 2400, fault: { type: "release-made", region: "primary" } },
    { atSeconds: 4800, fault: { type: "release-made", region: "primary" } },
    { atSeconds: 7200, fault: { type: "release-made", region: "primary" } },
  ],
  acts: [{ when: { atSeconds: 60 }, act: { type: "customers-come-every", seconds: 30 } }],
  endsWhen: "horizon",
  thenWatchSeconds: 0,
  horizonSeconds: 3 * 3600,
  expectations: [
    { that: "outcome-is", outcome: "none" },
    { that: "newest-release-is-in", role: "primary" },
    { that: "newest-release-is-in", role: "standby" },
    { that: "copies-kept", role: "standby", count: 3 },
    { that: "copies-kept", role: "primary", count: 0 },
    { that: "on-call-reads-nothing" },
    ...ALWAYS,
  ],
});
