import { RECOVERED } from "./ending";
import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const approvalFailover = defineScenario({
  name: "approval-failover",
  title: "The replica is far behind, a person approves on the page: the run goes on and recovers",
  story:
    "The replica has been two minutes behind for ten minutes when the primary Region goes dark: more would be lost than the " +
    "plan lets go without a person. The run warms up the standby and asks. The mail scanner opens the link twice, which " +
    "changes nothing. Four minutes later a person reads the facts, accepts the loss and presses Approve; the run goes on where it " +
    "waited and recovers. A colleague who presses Decline a minute later is told that it is decided. Who approved, and why, " +
    "is in the record and in the message.",
  faults: [
    { atSeconds: 0, fault: { type: "replication-lag", seconds: 120 } },
    { atSeconds: 600, fault: PRIMARY_GOES_DARK },
  ],
  reactions: [
    { whenOnCallReads: "DECIDE", afterSeconds: 2, does: { type: "opens-the-approval-page", who: "the mail scanner" } },
    { whenOnCallReads: "DECIDE", afterSeconds: 9, does: { type: "opens-the-approval-page", who: "the mail scanner" } },
    {
      whenOnCallReads: "DECIDE",
      afterSeconds: 240,
      does: {
        type: "decides-on-the-approval-page",
        who: "Ada Lovelace",
        decision: "approve",
        remark: "two minutes of orders can be entered again",
      },
    },
    {
      whenOnCallReads: "DECIDE",
      afterSeconds: 300,
      does: { type: "decides-on-the-approval-page", who: "Charles Babbage", decision: "decline" },
    },
  ],
  endsWhen: "failover-closed",
  thenWatchSeconds: 300,
  horizonSeconds: 4800,
  expectations: [
    ...RECOVERED,
    { that: "question-ended", outcome: "approved", by: "Ada Lovelace" },
    { that: "page-shows", words: "Charles Babbage finds no form on the page." },
    { that: "fence-verdict-is", verdict: "UNREACHABLE" },
    { that: "notice-says", words: "DECIDE", times: 1 },
    { that: "email-says", words: "Approved by Ada Lovelace: two minutes of orders can be entered again." },
    { that: "runs-that-claimed", count: 1 },
    ...ALWAYS,
  ],
});
