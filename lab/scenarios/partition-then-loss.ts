import { RECOVERED } from "./ending";
import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const partitionThenLoss = defineScenario({
  name: "partition-then-loss",
  title:
    "A partition that the run stood down on turns into the loss of the Region: nobody is left to say so but the sentry",
  story:
    "The network between the two Regions breaks. The sentry's alarm starts a run, which stands down because the rest of the " +
    "world still sees the primary. The alarm stays on: it has told of its one change. Twenty-five minutes later the primary Region is " +
    "really lost. When it is us-east-1, the watch alarm's event cannot pass the cut either, so no event says so anew. The " +
    "sentry, whose looks never stopped failing, has asked the witness at each of them; the witness changes its mind, and the " +
    "sentry starts a run itself. The replica has been cut off since the partition, so much more would be lost than the plan " +
    "lets go: the run asks, and says how much. A person accepts it, and the standby takes over.",
  faults: [
    { atSeconds: 0, fault: { type: "connection-cut", between: ["standby", "primary"] } },
    { atSeconds: 1500, fault: PRIMARY_GOES_DARK },
  ],
  reactions: [
    {
      whenOnCallReads: "DECIDE",
      afterSeconds: 180,
      does: {
        type: "decides-on-the-approval-page",
        who: "Ada Lovelace",
        decision: "approve",
        remark: "the shop is down everywhere; what was written meanwhile is lost",
      },
    },
  ],
  endsWhen: "failover-closed",
  thenWatchSeconds: 300,
  horizonSeconds: 7200,
  expectations: [
    ...RECOVERED,
    { that: "started-by", alarm: "sentry-look" },
    { that: "question-ended", outcome: "approved", by: "Ada Lovelace" },
    { that: "notice-says", words: "stood down" },
    { that: "notice-says", words: "DECIDE", times: 1 },
    { that: "email-says", words: "The replication lag of orders-db" },
    { that: "fence-verdict-is", verdict: "UNREACHABLE" },
    ...ALWAYS,
  ],
});
