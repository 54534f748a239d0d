import { ALWAYS } from "./expectation";
import { defineScenario } from "./scenario";

export const replicaFallsBehind = defineScenario({
  name: "replica-falls-behind",
  title: "The replica falls two hours behind and stays there: on-call hears of it",
  story:
    "A report that somebody runs on the replica holds up what it replays. RDS says that it replicates, and it does, later and later. " +
    "Once it has been further behind for a quarter of an hour than the plan lets go, it is an alarm. Nothing is down, and no run is started.",
  faults: [{ atSeconds: 0, fault: { type: "replication-lag", seconds: 7200 } }],
  endsWhen: "horizon",
  thenWatchSeconds: 0,
  horizonSeconds: 2400,
  expectations: [
    { that: "notice-says", words: "standby-unprotected", atLatestSeconds: 1800, times: 1 },
    { that: "outcome-is", outcome: "none" },
    { that: "baton-is-at", role: "primary" },
    { that: "standby-serves-nobody" },
    { that: "customers-are-served" },
    { that: "runs-that-claimed", count: 0 },
    ...ALWAYS,
  ],
});
