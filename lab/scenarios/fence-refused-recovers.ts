import { STOOD_DOWN } from "./ending";
import { ALWAYS } from "./expectation";
import { defineScenario } from "./scenario";

export const fenceRefusedRecovers = defineScenario({
  name: "fence-refused-recovers",
  title: "A person approves beside an unfenced writer long after it serves again: asked once more, nothing moves",
  story:
    "As in fence-refused, and Auto Scaling of the primary Region breaks down as well, so that nothing of the old application can be " +
    "fenced. Ten minutes after the question the application is mended and serves every customer. Twenty minutes " +
    "later somebody reads the question, which is as old as it says, and approves. The run looks once more before it fences " +
    "or promotes anything, finds the primary UP, and asks again, with that in the subject. Now the answer is no: nothing was " +
    "promoted, no customer meets the standby and no write is lost.",
  faults: [
    { atSeconds: 0, fault: { type: "quarantine-groups-lost", region: "primary" } },
    {
      atSeconds: 0,
      fault: {
        type: "calls-break-down",
        region: "primary",
        services: ["autoscaling"],
        calls: "mutating",
        share: 1,
        seconds: 1200,
      },
    },
    { atSeconds: 60, fault: { type: "application-down", region: "primary" } },
    { atSeconds: 960, fault: { type: "application-up", region: "primary" } },
  ],
  reactions: [
    {
      whenOnCallReads: "UNFENCED writer",
      afterSeconds: 1800,
      does: { type: "decides-on-the-approval-page", who: "Charles Babbage", decision: "approve" },
    },
    {
      whenOnCallReads: "that SERVES",
      afterSeconds: 120,
      does: { type: "decides-on-the-approval-page", who: "Ada Lovelace", decision: "decline", remark: "it is mended" },
    },
  ],
  endsWhen: "run-ended",
  thenWatchSeconds: 900,
  horizonSeconds: 7200,
  expectations: [
    ...STOOD_DOWN,
    { that: "notice-says", words: "UNFENCED writer", times: 2 },
    { that: "question-ended", outcome: "declined", by: "Ada Lovelace" },
    { that: "active-database-writes" },
    { that: "customers-are-served" },
    { that: "runs-that-claimed", count: 1 },
    ...ALWAYS,
  ],
});
