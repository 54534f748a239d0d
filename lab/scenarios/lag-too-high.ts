import { WAITS_FOR_AN_ANSWER } from "./ending";
import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const lagTooHigh = defineScenario({
  name: "lag-too-high",
  title: "The replica is far behind when the primary goes dark: a person is asked",
  story:
    "For ten minutes the replica has been minutes behind its source, more than the plan lets go without a person. Then " +
    "the primary Region goes dark. Failing over would lose those minutes, so the run confirms the outage, warms up the " +
    "standby and asks. Nothing is promoted until somebody answers.",
  faults: [
    { atSeconds: 0, fault: { type: "replication-lag", seconds: 300 } },
    { atSeconds: 600, fault: PRIMARY_GOES_DARK },
  ],
  endsWhen: "approval-asked",
  thenWatchSeconds: 600,
  horizonSeconds: 3000,
  expectations: [...WAITS_FOR_AN_ANSWER, ...ALWAYS],
});
