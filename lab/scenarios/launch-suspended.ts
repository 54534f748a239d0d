import { RECOVERED } from "./ending";
import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const launchSuspended = defineScenario({
  name: "launch-suspended",
  title: "Somebody has suspended launching in the standby group: the run resumes it and recovers",
  story:
    "A group whose Launch process is suspended accepts every size and launches nothing, without a word. The run " +
    "resumes the process before it asks for instances, says so in its record, and recovers without a person.",
  faults: [
    { atSeconds: 0, fault: { type: "process-suspended", process: "Launch" } },
    { atSeconds: 60, fault: PRIMARY_GOES_DARK },
  ],
  endsWhen: "failover-closed",
  thenWatchSeconds: 300,
  horizonSeconds: 3600,
  expectations: [
    ...RECOVERED,
    { that: "record-says", words: "Launch had been suspended and was resumed." },
    { that: "capacity-is", role: "standby", instances: 6 },
    { that: "runs-that-claimed", count: 1 },
    ...ALWAYS,
  ],
});
