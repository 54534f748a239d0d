import { RECOVERED } from "./ending";
import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const zoneWithoutCapacity = defineScenario({
  name: "zone-without-capacity",
  title: "One zone of the standby Region has no capacity: the others carry the application",
  story:
    "AWS refuses every launch in one of the standby's three zones. The group turns to the other two by itself, and so " +
    "the run has nothing to report: a launch that failed and was put right is no trouble.",
  faults: [
    { atSeconds: 0, fault: { type: "zone-without-capacity", zone: "a" } },
    { atSeconds: 60, fault: PRIMARY_GOES_DARK },
  ],
  endsWhen: "failover-closed",
  thenWatchSeconds: 300,
  horizonSeconds: 3600,
  expectations: [
    ...RECOVERED,
    { that: "trouble-is-met", by: "launch", atLeast: 1 },
    { that: "capacity-is", role: "standby", instances: 6 },
    { that: "runs-that-claimed", count: 1 },
    ...ALWAYS,
  ],
});
