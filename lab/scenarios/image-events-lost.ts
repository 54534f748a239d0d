import { ALWAYS } from "./expectation";
import { defineScenario } from "./scenario";

export const imageEventsLost = defineScenario({
  name: "image-events-lost",
  title: "A release is made and EC2 sends no event: the next look finds it",
  story:
    "EC2 sends events about images on a best-effort basis. Here none arrives, neither of the release nor of its copy. The image " +
    "keeper looks every 15 minutes anyway: the release is copied, and what there is to do once the copy is available is done.",
  faults: [
    { atSeconds: 0, fault: { type: "image-events-lost", region: "primary" } },
    { atSeconds: 0, fault: { type: "image-events-lost", region: "standby" } },
    { atSeconds: 60, fault: { type: "release-made", region: "primary" } },
  ],
  acts: [{ when: { atSeconds: 60 }, act: { type: "customers-come-every", seconds: 30 } }],
  endsWhen: "horizon",
  thenWatchSeconds: 0,
  horizonSeconds: 5400,
  expectations: [
    { that: "outcome-is", outcome: "none" },
    { that: "newest-release-is-in", role: "standby" },
    { that: "copies-kept", role: "standby", count: 1 },
    { that: "on-call-reads-nothing" },
    ...ALWAYS,
  ],
});
