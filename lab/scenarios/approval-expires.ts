import { STOOD_DOWN } from "./ending";
import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const approvalExpires = defineScenario({
  name: "approval-expires",
  title: "Nobody answers: on-call is reminded once, then the run stands down as the plan says",
  story:
    "The same outage behind a lagging replica, on a night when nobody reads messages. A quarter of an hour before the time is up " +
    "on-call is reminded, once. Then the run does what the plan says for no answer: it undoes the warm-up, stands down and " +
    "sends an all-clear that says so. Whoever opens the link after that is told that it is too late, and finds no button.",
  faults: [
    { atSeconds: 0, fault: { type: "replication-lag", seconds: 120 } },
    { atSeconds: 600, fault: PRIMARY_GOES_DARK },
  ],
  reactions: [
    { whenOnCallReads: "DECIDE", afterSeconds: 5, does: { type: "opens-the-approval-page", who: "the mail scanner" } },
    {
      whenOnCallReads: "stood down",
      afterSeconds: 60,
      does: { type: "decides-on-the-approval-page", who: "Ada Lovelace", decision: "approve" },
    },
  ],
  endsWhen: "run-ended",
  thenWatchSeconds: 300,
  horizonSeconds: 6600,
  expectations: [
    ...STOOD_DOWN,
    { that: "question-ended", outcome: "expired", by: null },
    { that: "page-shows", words: "Ada Lovelace finds no form on the page." },
    { that: "notice-says", words: "DECIDE", times: 1 },
    { that: "notice-says", words: "STILL WAITING", times: 1 },
    { that: "notice-says", words: "stood down", times: 1 },
    { that: "email-says", words: "Nobody decided in time." },
    { that: "runs-that-claimed", count: 1 },
    ...ALWAYS,
  ],
});
