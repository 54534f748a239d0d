import { STOOD_DOWN } from "./ending";
import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const approvalAfterRecovery = defineScenario({
  name: "approval-after-recovery",
  title: "A person approves long after the primary has come back: asked again with the new facts, nothing moves",
  story:
    "The automation is paused when the primary Region goes dark, so the run asks. Nobody is at the desk. Twenty minutes later " +
    "the Region answers again and serves every customer; the sentry sees it, and tells on-call once, in the same thread. Forty " +
    "minutes after the question somebody opens the link of the first message, reads facts of forty minutes ago, and approves. The run " +
    "looks once more before it moves anything, finds the primary UP, and asks again, with that in the subject. Now the answer is " +
    "no: the run stands down, and no customer ever meets the standby.",
  faults: [
    {
      atSeconds: 0,
      fault: { type: "automation-paused", by: "ada@storefront.example.com", reason: "database migration until noon" },
    },
    { atSeconds: 120, fault: PRIMARY_GOES_DARK },
    { atSeconds: 1320, fault: { type: "region-returns", region: "primary" } },
  ],
  reactions: [
    {
      whenOnCallReads: "DECIDE",
      afterSeconds: 2400,
      does: { type: "decides-on-the-approval-page", who: "Charles Babbage", decision: "approve" },
    },
    {
      whenOnCallReads: "although",
      afterSeconds: 120,
      does: { type: "decides-on-the-approval-page", who: "Ada Lovelace", decision: "decline", remark: "it is back" },
    },
  ],
  endsWhen: "run-ended",
  thenWatchSeconds: 600,
  horizonSeconds: 7200,
  expectations: [
    ...STOOD_DOWN,
    { that: "notice-says", words: "DECIDE", times: 2 },
    { that: "notice-says", words: "answers again", times: 1 },
    { that: "question-ended", outcome: "declined", by: "Ada Lovelace" },
    { that: "runs-that-claimed", count: 1 },
    ...ALWAYS,
  ],
});
