import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const storageFull = defineScenario({
  name: "storage-full",
  title: "The replica has run out of storage when it is to be promoted: a person is called at once",
  story:
    "Waiting does not help an instance that is storage-full, so the run does not wait for its deadline: it pages with " +
    "the state. Somebody gives the instance more storage and redrives the run, which goes on with the promotion.",
  faults: [{ atSeconds: 0, fault: PRIMARY_GOES_DARK }],
  acts: [
    { when: { onceIn: "Decide" }, act: { type: "database-stuck", status: "storage-full" } },
    { when: { once: "a-run-fails", thenSeconds: 120 }, act: { type: "database-mended" } },
    { when: { afterSeconds: 60 }, act: { type: "run-redriven", by: "Ines" } },
  ],
  endsWhen: "story-told",
  thenWatchSeconds: 300,
  horizonSeconds: 2 * 3600,
  expectations: [
    { that: "outcome-is", outcome: "recovered" },
    { that: "baton-is-at", role: "standby" },
    { that: "customers-are-served" },
    { that: "notice-says", words: "NEEDS YOU", times: 1, atLatestSeconds: 420 },
    { that: "email-says", words: "storefront-orders-replica is storage-full; waiting will not help." },
    { that: "runs-that-claimed", count: 1 },
    ...ALWAYS,
  ],
});
