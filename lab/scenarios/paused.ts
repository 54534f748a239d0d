import { WAITS_FOR_AN_ANSWER } from "./ending";
import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const paused = defineScenario({
  name: "paused",
  title: "Somebody has paused the automation: the outage is recorded and a person is asked",
  story:
    "A database migration is going on, and its owner has paused the automation. Then the primary Region goes dark. The " +
    "run confirms the outage and warms up the standby, because both can be undone, and then asks instead of acting: the " +
    "message says who paused it and why.",
  faults: [
    {
      atSeconds: 0,
      fault: { type: "automation-paused", by: "ada@storefront.example.com", reason: "database migration until noon" },
    },
    { atSeconds: 120, fault: PRIMARY_GOES_DARK },
  ],
  endsWhen: "approval-asked",
  thenWatchSeconds: 600,
  horizonSeconds: 3000,
  expectations: [...WAITS_FOR_AN_ANSWER, ...ALWAYS],
});
