import { RECOVERED } from "./ending";
import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const witnessSilent = defineScenario({
  name: "witness-silent",
  title: "The witness is lost in quiet times: on-call hears of it before the primary Region goes dark",
  story:
    "The witness's Region stops answering. Nothing is down, and nobody would ask the witness before an incident; but the sentry " +
    "does, every hour, and then each minute until it has an answer. Its silence is an alarm within minutes of that. An hour and a " +
    "half later, with the witness still away, the primary Region goes dark. Route 53's checkers and the standby both say DOWN, which " +
    "is a quorum without it, and the standby takes over.",
  faults: [
    { atSeconds: 0, fault: { type: "region-dark", region: "witness" } },
    { atSeconds: 5400, fault: PRIMARY_GOES_DARK },
  ],
  endsWhen: "failover-closed",
  thenWatchSeconds: 300,
  horizonSeconds: 9000,
  expectations: [
    ...RECOVERED,
    { that: "notice-says", words: "witness-silent", atLatestSeconds: 4200 },
    { that: "lost-span-within-objective" },
    { that: "loss-is-bounded" },
    { that: "fence-verdict-is", verdict: "UNREACHABLE" },
    { that: "runs-that-claimed", count: 1 },
    ...ALWAYS,
  ],
});
