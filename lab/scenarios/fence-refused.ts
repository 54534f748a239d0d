import { RECOVERED } from "./ending";
import { ALWAYS } from "./expectation";
import { defineScenario } from "./scenario";

export const fenceRefused = defineScenario({
  name: "fence-refused",
  title: "The old writer answers and cannot be fenced: a person is asked before anything is promoted, and approves",
  story:
    "Somebody has deleted the quarantine security group, and nobody noticed. When the application in the primary Region breaks, " +
    "its database is alive and takes no fence: RDS refuses. Promoting beside it without a word could be a split brain. The run " +
    "fences the group of instances all the same, and asks: what is fenced, what is not and why, and whether the old application " +
    "still passes its check. A person sees that it does not, approves, and the run recovers. The verdict FAILED is in the message.",
  faults: [
    { atSeconds: 0, fault: { type: "quarantine-groups-lost", region: "primary" } },
    { atSeconds: 60, fault: { type: "application-down", region: "primary" } },
  ],
  reactions: [
    {
      whenOnCallReads: "UNFENCED writer",
      afterSeconds: 180,
      does: {
        type: "decides-on-the-approval-page",
        who: "Ada Lovelace",
        decision: "approve",
        remark: "nothing is left that writes there",
      },
    },
  ],
  endsWhen: "failover-closed",
  thenWatchSeconds: 300,
  horizonSeconds: 4800,
  expectations: [
    ...RECOVERED,
    { that: "notice-says", words: "UNFENCED writer", times: 1 },
    { that: "email-says", words: "Invalid security group" },
    { that: "question-ended", outcome: "approved", by: "Ada Lovelace" },
    { that: "fence-verdict-is", verdict: "FAILED" },
    { that: "promotions-are", count: 1 },
    { that: "runs-that-claimed", count: 1 },
    ...ALWAYS,
  ],
});
