import { mendedAndRedriven } from "./course";
import { RECOVERED_BY_A_REDRIVE } from "./ending";
import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const promotionHangs = defineScenario({
  name: "promotion-hangs",
  title: "RDS begins the promotion and does not end it: the page says so, and a redrive recovers",
  story:
    "The instance stays modifying for longer than the plan waits, as happens until AWS's support has looked at it. " +
    "Baton must not promote anything twice or send customers to a database that takes no writes: it pages with the " +
    "state that RDS shows. When the promotion goes on, somebody redrives the run.",
  faults: [
    { atSeconds: 0, fault: PRIMARY_GOES_DARK },
    { atSeconds: 0, fault: { type: "promotions-hang" } },
  ],
  acts: mendedAndRedriven({ type: "promotions-end-again" }, 60),
  endsWhen: "story-told",
  thenWatchSeconds: 300,
  horizonSeconds: 2 * 3600,
  expectations: [
    ...RECOVERED_BY_A_REDRIVE,
    { that: "notice-says", words: "NEEDS YOU", times: 1 },
    { that: "email-says", words: "modifying" },
    ...ALWAYS,
  ],
});
