import { mendedAndRedriven } from "./course";
import { RECOVERED_BY_A_REDRIVE } from "./ending";
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
    { when: { onceIn: "Decide" }, act: { type: "database-stuck", status: "storage-full", region: "standby" } },
    ...mendedAndRedriven({ type: "database-mended", region: "standby" }, 120),
  ],
  endsWhen: "story-told",
  thenWatchSeconds: 300,
  horizonSeconds: 2 * 3600,
  expectations: [
    ...RECOVERED_BY_A_REDRIVE,
    { that: "notice-says", words: "NEEDS YOU", times: 1, atLatestSeconds: 420 },
    { that: "email-says", words: "storefront-orders-replica is storage-full; waiting will not help." },
    ...ALWAYS,
  ],
});
