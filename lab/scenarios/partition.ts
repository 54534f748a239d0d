import { ALWAYS } from "./expectation";
import { defineScenario } from "./scenario";

export const partition = defineScenario({
  name: "partition",
  title: "The standby cannot see the primary, the rest of the world can: no promotion",
  story:
    "The network between the two Regions breaks. Seen from the standby the primary is gone: the sentry's alarm goes off, " +
    "the probe gets no answer, replication has stopped. Seen from everywhere else it is fine and serves every customer. " +
    "One vantage is not a quorum: Route 53's checkers and the witness say UP, so the run stands down. Promoting here would be a split " +
    "brain.",
  faults: [{ atSeconds: 0, fault: { type: "connection-cut", between: ["standby", "primary"] } }],
  endsWhen: "run-ended",
  thenWatchSeconds: 900,
  horizonSeconds: 2400,
  expectations: [
    { that: "outcome-is", outcome: "stood-down" },
    { that: "baton-is-at", role: "primary" },
    { that: "started-by", alarm: "sentry" },
    { that: "standby-serves-nobody" },
    { that: "nothing-promoted" },
    { that: "no-write-lost" },
    { that: "notice-says", words: "stood down" },
    ...ALWAYS,
  ],
});
