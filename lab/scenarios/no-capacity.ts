import { mendedAndRedriven } from "./course";
import { RECOVERED_BY_A_REDRIVE } from "./ending";
import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const noCapacity = defineScenario({
  name: "no-capacity",
  title: "AWS has no instances to give in the standby Region: the page names the error, and a redrive recovers",
  story:
    "When a Region fails, everybody launches in the others. AWS refuses every launch in all zones of the standby; the " +
    "run promotes the data meanwhile, waits for as long as the plan says, and pages with AWS's own error in the " +
    "message. Minutes later there is capacity, somebody redrives the run, and it goes on where it " +
    "stopped.",
  faults: [
    { atSeconds: 0, fault: { type: "capacity-limited", instances: 0 } },
    { atSeconds: 60, fault: PRIMARY_GOES_DARK },
  ],
  acts: mendedAndRedriven({ type: "capacity-back" }, 120),
  endsWhen: "story-told",
  thenWatchSeconds: 300,
  horizonSeconds: 2 * 3600,
  expectations: [
    ...RECOVERED_BY_A_REDRIVE,
    { that: "trouble-is-met", by: "launch", atLeast: 1 },
    { that: "notice-says", words: "NEEDS YOU", times: 1 },
    {
      that: "email-says",
      words: "launching fails: Could not launch On-Demand Instances. InsufficientInstanceCapacity",
    },
    ...ALWAYS,
  ],
});
