import { FAILBACK_IS_APPROVED } from "./course";
import { FAILBACK_ABANDONED } from "./ending";
import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const primaryDiesBeforePromotion = defineScenario({
  name: "primary-dies-before-promotion",
  title: "The primary Region dies again while the failback drains",
  story:
    "A failback has frozen the active writer in the standby when the primary Region goes dark again. Nothing has been " +
    "promoted, so the move is abandoned: the writer gets its own security groups back and the standby serves on. " +
    "Customers wait for minutes, and lose nothing.",
  faults: [{ atSeconds: 0, fault: PRIMARY_GOES_DARK }],
  acts: [...FAILBACK_IS_APPROVED, { when: { once: "the-writer-reboots", thenSeconds: 20 }, act: PRIMARY_GOES_DARK }],
  endsWhen: "story-told",
  thenWatchSeconds: 600,
  horizonSeconds: 30 * 3600,
  expectations: [...FAILBACK_ABANDONED, { that: "customers-are-served" }, ...ALWAYS],
});
