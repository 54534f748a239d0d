import { RECOVERED_BY_A_REDRIVE } from "./ending";
import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const runAborted = defineScenario({
  name: "run-aborted",
  title: "Somebody stops the run while it promotes: on-call is paged, and a redrive goes on",
  story:
    "Somebody takes the run for a mistake and stops it in the console, in the middle of the promotion. A run that was " +
    "stopped cannot speak for itself; on-call is told all the same, and the baton stays with the run. Somebody who " +
    "knows better redrives it, and it goes on where it was.",
  faults: [{ atSeconds: 0, fault: PRIMARY_GOES_DARK }],
  acts: [
    {
      when: { onceIn: "Promote the data while capacity fills", thenSeconds: 30 },
      act: { type: "run-aborted", by: "Ines" },
    },
    { when: { afterSeconds: 300 }, act: { type: "run-redriven", by: "Ada" } },
  ],
  endsWhen: "story-told",
  thenWatchSeconds: 300,
  horizonSeconds: 3600,
  expectations: [
    ...RECOVERED_BY_A_REDRIVE,
    { that: "notice-says", words: "NEEDS YOU", times: 1 },
    { that: "record-says", words: "The execution is ABORTED." },
    { that: "epoch-is", epoch: 2 },
    ...ALWAYS,
  ],
});
