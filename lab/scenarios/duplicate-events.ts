import { RECOVERED } from "./ending";
import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const duplicateEvents = defineScenario({
  name: "duplicate-events",
  title: "The alarm's event arrives four times, and once more when all is over: one failover",
  story:
    "EventBridge delivers at least once. While the first run works, the event that started it arrives three more times; " +
    "half an hour later it is replayed once again. Each copy starts an execution, each execution but the first finds " +
    "the baton held or moved, records that and ends. One failover, one set of messages.",
  faults: [
    { atSeconds: 0, fault: PRIMARY_GOES_DARK },
    { atSeconds: 300, fault: { type: "alarm-event-delivered-again", copies: 2 } },
    { atSeconds: 330, fault: { type: "alarm-event-delivered-again", copies: 1 } },
    { atSeconds: 3000, fault: { type: "alarm-event-delivered-again", copies: 1 } },
  ],
  endsWhen: "horizon",
  thenWatchSeconds: 0,
  horizonSeconds: 3300,
  expectations: [
    ...RECOVERED,
    { that: "lost-span-within-objective" },
    { that: "runs-that-claimed", count: 1 },
    { that: "executions-at-least", count: 6 },
    ...ALWAYS,
  ],
});
