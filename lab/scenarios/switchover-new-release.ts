import { ALWAYS } from "./expectation";
import { defineScenario } from "./scenario";

export const switchoverNewRelease = defineScenario({
  name: "switchover-new-release",
  title: "A switchover right after a release that nobody has copied: it copies the release before it asks",
  story:
    "The image keeper has been broken by a deployment, and a release is made in the primary Region that stays there. Ten minutes " +
    "later somebody starts a switchover. Going on with the release before would bring old code to customers, so the warm-up copies " +
    "the new one, waits for it, and launches it; only then is anybody asked.",
  faults: [
    { atSeconds: 0, fault: { type: "function-broken", name: "image-keeper" } },
    { atSeconds: 0, fault: { type: "release-made", region: "primary" } },
  ],
  acts: [
    {
      when: { atSeconds: 600 },
      act: { type: "workflow-started", workflow: "switchover", by: "Ines", reason: "Maintenance of the network." },
    },
  ],
  endsWhen: "approval-asked",
  thenWatchSeconds: 60,
  horizonSeconds: 3 * 3600,
  expectations: [
    { that: "outcome-is", outcome: "awaiting-approval" },
    { that: "newest-release-is-in", role: "standby" },
    { that: "copies-kept", role: "standby", count: 1 },
    { that: "notice-says", words: "image-keeper-errors" },
    { that: "runs-that-claimed", count: 1 },
    ...ALWAYS,
  ],
});
