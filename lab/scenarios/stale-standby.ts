import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const staleStandby = defineScenario({
  name: "stale-standby",
  title: "Somebody promoted the replica by hand long before: its old data is not taken for promoted",
  story:
    "Somebody promotes the standby's replica in the console, by mistake, and tells nobody. The instance looks perfect: " +
    "available, a writer, and its data stands still. Within minutes an alarm says that the standby is unprotected, but before " +
    "anybody has rebuilt the replica the primary Region goes dark. A run that took any writer for a promoted one would serve " +
    "the old data without a word. This one asks, and says since when the data is old; nothing moves until somebody answers.",
  faults: [
    { atSeconds: 0, fault: { type: "replicas-promoted-by-hand" } },
    { atSeconds: 1800, fault: PRIMARY_GOES_DARK },
  ],
  endsWhen: "approval-asked",
  thenWatchSeconds: 300,
  horizonSeconds: 5400,
  expectations: [
    { that: "notice-says", words: "standby-unprotected", atLatestSeconds: 1500 },
    { that: "notice-says", words: "DECIDE", times: 1 },
    { that: "email-says", words: "storefront-orders-replica is not a replica of" },
    { that: "email-says", words: "its data ends at" },
    { that: "outcome-is", outcome: "awaiting-approval" },
    { that: "baton-is-at", role: "primary" },
    { that: "standby-serves-nobody" },
    { that: "runs-that-claimed", count: 1 },
    ...ALWAYS,
  ],
});
