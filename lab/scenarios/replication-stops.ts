import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const replicationStops = defineScenario({
  name: "replication-stops",
  title: "Replication stops in quiet times: on-call hears of it before the primary Region goes dark",
  story:
    "Replication to the standby stops. Customers notice nothing, nothing is down, and the instance is still a replica: " +
    "available, of the right source, and older by an hour each hour. Within minutes it is an alarm. Before anybody has mended it, " +
    "the primary Region goes dark; the run asks a person, because a failover would lose everything since.",
  faults: [
    { atSeconds: 0, fault: { type: "replication-broken", region: "standby" } },
    { atSeconds: 3600, fault: PRIMARY_GOES_DARK },
  ],
  endsWhen: "approval-asked",
  thenWatchSeconds: 300,
  horizonSeconds: 7200,
  expectations: [
    { that: "notice-says", words: "standby-unprotected", atLatestSeconds: 600 },
    { that: "notice-says", words: "DECIDE", times: 1 },
    { that: "email-says", words: "The replication lag of orders-db was" },
    { that: "outcome-is", outcome: "awaiting-approval" },
    { that: "baton-is-at", role: "primary" },
    { that: "standby-serves-nobody" },
    { that: "runs-that-claimed", count: 1 },
    ...ALWAYS,
  ],
});
