import { STOOD_DOWN } from "./ending";
import { ALWAYS } from "./expectation";
import { defineScenario } from "./scenario";

export const falseAlarm = defineScenario({
  name: "false-alarm",
  title: "The health check flaps once: the run stands down and undoes its warm-up",
  story:
    "The application stumbles for a little more than a minute: long enough for Route 53's checkers and the alarm, too short " +
    "to be an outage. A run starts and warms up the standby while it looks. It finds the primary up, stands down, takes " +
    "the standby's capacity back to what it was and sends an all-clear. No customer ever meets the standby.",
  faults: [
    { atSeconds: 0, fault: { type: "application-down", region: "primary" } },
    { atSeconds: 75, fault: { type: "application-up", region: "primary" } },
  ],
  endsWhen: "run-ended",
  thenWatchSeconds: 900,
  horizonSeconds: 2400,
  expectations: [...STOOD_DOWN, { that: "notice-says", words: "stood down" }, ...ALWAYS],
});
