import { FAILBACK_IS_APPROVED } from "./course";
import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const primaryDiesAfterPromotion = defineScenario({
  name: "primary-dies-after-promotion",
  title: "The primary Region dies again right after its database was promoted",
  story:
    "A failback has promoted the database at home when the Region goes dark again. There are two histories now, and only a " +
    "person may choose between them: the run calls an operator and says how to go on. Nothing is moved and no " +
    "acknowledged write is lost by guessing.",
  faults: [{ atSeconds: 0, fault: PRIMARY_GOES_DARK }],
  acts: [...FAILBACK_IS_APPROVED, { when: { once: "a-promotion-starts", thenSeconds: 60 }, act: PRIMARY_GOES_DARK }],
  endsWhen: "story-told",
  thenWatchSeconds: 600,
  horizonSeconds: 30 * 3600,
  expectations: [
    { that: "outcome-is", outcome: "needs-operator" },
    { that: "baton-is-at", role: "standby" },
    { that: "phase-is", phase: "needs-operator" },
    { that: "moves-are", directions: ["failover"] },
    { that: "lost-span-within-objective" },
    { that: "lost-only-by", direction: "failover" },
    { that: "promotions-are", count: 2 },
    { that: "notice-says", words: "NEEDS YOU" },
    ...ALWAYS,
  ],
});
