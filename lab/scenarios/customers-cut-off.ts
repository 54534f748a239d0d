import { ALWAYS } from "./expectation";
import { defineScenario } from "./scenario";

export const customersCutOff = defineScenario({
  name: "customers-cut-off",
  title: "The internet does not reach the primary, Baton's own places do: an alarm, and a person moves",
  story:
    "Nobody on the internet reaches the primary Region any more, Route 53's checkers included. The standby and the witness do, over " +
    "AWS's own network, so the run that the checkers' alarm starts finds the primary up and stands down. That is told once, and nothing " +
    "would change afterwards: the sentry sees that the checkers' alarm stays on, and an alarm calls on-call. A person tries " +
    "from a telephone, starts a failover, is asked because two places see the primary up, and approves. The primary is fenced, not a " +
    "write is lost, and customers are served by the standby.",
  faults: [{ atSeconds: 0, fault: { type: "connection-cut", between: ["internet", "primary"] } }],
  acts: [
    {
      when: { atSeconds: 1200 },
      act: { type: "workflow-started", workflow: "failover", by: "Ines", reason: "Customers cannot reach us." },
    },
  ],
  reactions: [
    {
      whenOnCallReads: "DECIDE",
      afterSeconds: 180,
      does: {
        type: "decides-on-the-approval-page",
        who: "Ines",
        decision: "approve",
        remark: "seen from two networks",
      },
    },
  ],
  endsWhen: "failover-closed",
  thenWatchSeconds: 600,
  horizonSeconds: 6000,
  expectations: [
    { that: "outcome-is", outcome: "recovered" },
    { that: "baton-is-at", role: "standby" },
    { that: "notice-says", words: "stood down", times: 1 },
    { that: "notice-says", words: "customers-cut-off", atLatestSeconds: 900, times: 1 },
    { that: "notice-says", words: "DECIDE", times: 1 },
    { that: "fence-verdict-is", verdict: "FENCED" },
    { that: "runs-that-claimed", count: 2 },
    { that: "promotions-are", count: 1 },
    { that: "lost-span-within-objective" },
    { that: "customers-are-served" },
    ...ALWAYS,
  ],
});
