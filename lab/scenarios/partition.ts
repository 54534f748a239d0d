import { ALWAYS } from "./expectation";
import { defineScenario } from "./scenario";

export const partition = defineScenario({
  name: "partition",
  title: "The standby cannot see the primary, the rest of the world can: no promotion",
  story:
    "The network between the two Regions breaks. Seen from the standby the primary is gone: the sentry's alarm goes off, " +
    "the probe gets no answer, replication has stopped. Seen from everywhere else it is fine and serves every customer. " +
    "One vantage is no quorum, and the witness says UP. If the standby can still read Route 53's opinion, that makes two for " +
    "UP and the run stands down at once; if Route 53's API is behind the cut as well, the observers disagree and a person " +
    "is asked. Here nobody answers, and the run stands down within the hour. Promoting would be a split brain.",
  faults: [{ atSeconds: 0, fault: { type: "connection-cut", between: ["standby", "primary"] } }],
  endsWhen: "run-ended",
  thenWatchSeconds: 600,
  horizonSeconds: 6000,
  expectations: [
    { that: "outcome-is", outcome: "stood-down" },
    { that: "baton-is-at", role: "primary" },
    { that: "started-by", alarm: "sentry" },
    { that: "standby-serves-nobody" },
    { that: "nothing-promoted" },
    { that: "no-write-lost" },
    { that: "standby-capacity-as-before" },
    { that: "notice-says", words: "stood down" },
    ...ALWAYS,
  ],
});
