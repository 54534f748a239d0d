import { RECOVERED } from "./ending";
import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const deadHolder = defineScenario({
  name: "dead-holder",
  title: "The run that holds the baton is dead and nobody has noticed: the next alarm takes over under a new epoch",
  story:
    "The run is stopped in the middle of the promotion, and the function that should notice it is broken as well. The " +
    "baton names a holder that does not live any more. When the alarm's event is delivered again, the new run finds " +
    "out that the holder is dead, takes the baton over under a new epoch and ends what the old one began. Nobody " +
    "promotes twice.",
  faults: [
    { atSeconds: 0, fault: PRIMARY_GOES_DARK },
    { atSeconds: 0, fault: { type: "function-broken", name: "run-ended" } },
  ],
  acts: [
    {
      when: { onceIn: "Promote the data while capacity fills", thenSeconds: 30 },
      act: { type: "run-aborted", by: "Ines" },
    },
    { when: { afterSeconds: 60 }, act: { type: "alarm-event-delivered-again", copies: 1 } },
  ],
  endsWhen: "failover-closed",
  thenWatchSeconds: 300,
  horizonSeconds: 3600,
  expectations: [
    ...RECOVERED,
    { that: "promotions-are", count: 1 },
    { that: "runs-that-claimed", count: 2 },
    { that: "epoch-is", epoch: 3 },
    ...ALWAYS,
  ],
});
