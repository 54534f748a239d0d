import { WAITS_FOR_AN_ANSWER } from "./ending";
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
    ...WAITS_FOR_AN_ANSWER,
    { that: "email-says", words: "No image with the tag application=storefront" },
    ...ALWAYS,
  ],
});
