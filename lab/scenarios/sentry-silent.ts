import { RECOVERED } from "./ending";
import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const sentrySilent = defineScenario({
  name: "sentry-silent",
  title: "The sentry is broken when the primary Region goes dark: Route 53's path alone starts the failover",
  story:
    "A deployment has broken the sentry: every look of it fails. Within minutes its silence is an alarm, and on-call hears of " +
    "it. Before anybody has mended it, the primary Region goes dark. Nothing in the standby notices, so what starts the run is " +
    "the other path alone: Route 53's checkers, their alarm in us-east-1, and the rule that forwards its event to the standby's " +
    "bus. What was last seen of the primary is minutes old by then; the run still knows the lag and the capacity, and says that " +
    "more may be lost than it would otherwise.",
  faults: [
    { atSeconds: 0, fault: { type: "function-broken", name: "sentry" } },
    { atSeconds: 480, fault: PRIMARY_GOES_DARK },
  ],
  endsWhen: "failover-closed",
  thenWatchSeconds: 300,
  horizonSeconds: 3600,
  expectations: [
    ...RECOVERED,
    { that: "started-by", alarm: "watch" },
    { that: "lost-span-within-objective" },
    { that: "loss-is-bounded" },
    { that: "fence-verdict-is", verdict: "UNREACHABLE" },
    { that: "notice-says", words: "sentry-silent", atLatestSeconds: 480 },
    { that: "runs-that-claimed", count: 1 },
    ...ALWAYS,
  ],
});
