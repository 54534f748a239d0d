import { RECOVERED } from "./ending";
import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const deadHolder = defineScenario({
  name: "dead-holder",
  title: "Somebody aborts the run and nobody is told: the next alarm takes over under a new epoch, and asks",
  story:
    "The run is stopped in the middle of the promotion, and the function that should notice it is broken as well. The " +
    "baton names a holder that does not live any more. When the alarm's event is delivered again, the new run finds " +
    "out that the holder is dead and takes the baton over under a new epoch. Somebody has said stop, so it asks before it goes " +
    "on, and says what the old one has promoted. Once a person approves, it ends what the old one began; nobody promotes twice.",
  reactions: [
    {
      whenOnCallReads: "DECIDE",
      afterSeconds: 120,
      does: { type: "decides-on-the-approval-page", who: "Ada Lovelace", decision: "approve" },
    },
  ],
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
    { that: "question-ended", outcome: "approved", by: "Ada Lovelace" },
    { that: "email-says", words: "Somebody aborted the run" },
    { that: "promotions-are", count: 1 },
    { that: "runs-that-claimed", count: 2 },
    { that: "epoch-is", epoch: 3 },
    ...ALWAYS,
  ],
});
