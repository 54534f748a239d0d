import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const imageMissing = defineScenario({
  name: "image-missing",
  title: "The standby has no image to launch when the primary goes dark: a person is asked, and reads why",
  story:
    "Somebody deregisters the standby's images, and before the image keeper can copy the newest again, the primary Region goes " +
    "dark. Promoting the data would leave it without an application in " +
    "front of it, so the run asks a person before the step that cannot be undone, and names the tag that no image " +
    "carries. Nothing is promoted until somebody answers.",
  faults: [
    { atSeconds: 0, fault: { type: "images-lost" } },
    { atSeconds: 0, fault: PRIMARY_GOES_DARK },
  ],
  endsWhen: "approval-asked",
  thenWatchSeconds: 600,
  horizonSeconds: 3000,
  expectations: [
    { that: "outcome-is", outcome: "awaiting-approval" },
    { that: "baton-is-at", role: "primary" },
    { that: "standby-serves-nobody" },
    { that: "nothing-promoted" },
    { that: "notice-says", words: "DECIDE", times: 1 },
    { that: "email-says", words: "No image with the tag application=storefront" },
    { that: "runs-that-claimed", count: 1 },
    ...ALWAYS,
  ],
});
