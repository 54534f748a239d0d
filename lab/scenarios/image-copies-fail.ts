import { ALWAYS } from "./expectation";
import { defineScenario } from "./scenario";

export const imageCopiesFail = defineScenario({
  name: "image-copies-fail",
  title: "Every copy of a release fails: on-call hears of it before anybody needs it",
  story:
    "A release is made in the primary Region, and each copy of it fails at its end. Baton tries three times, then stops and says " +
    "so: the alarm goes off while the application is well. The failed copies stay for whoever looks for the reason; the release " +
    "before is still what a failover would launch.",
  faults: [
    { atSeconds: 0, fault: { type: "image-copies-fail", region: "standby", count: 9 } },
    { atSeconds: 0, fault: { type: "release-made", region: "primary" } },
  ],
  acts: [{ when: { atSeconds: 60 }, act: { type: "customers-come-every", seconds: 30 } }],
  endsWhen: "horizon",
  thenWatchSeconds: 0,
  horizonSeconds: 3 * 3600,
  expectations: [
    { that: "outcome-is", outcome: "none" },
    { that: "notice-says", words: "images-behind", times: 1 },
    { that: "copies-kept", role: "standby", count: 3 },
    ...ALWAYS,
  ],
});
