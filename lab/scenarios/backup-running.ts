import { RECOVERED } from "./ending";
import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

export const backupRunning = defineScenario({
  name: "backup-running",
  title: "A backup of the replica runs when it is to be promoted: the promotion waits, and succeeds",
  story:
    "RDS refuses to promote an instance while it is backing up. The primary Region goes dark, and when the run has " +
    "decided, a backup of the replica has just begun. Two and a half minutes later it is over; the run has waited, " +
    "promotes, and nobody has to do anything.",
  faults: [{ atSeconds: 0, fault: PRIMARY_GOES_DARK }],
  acts: [{ when: { onceIn: "Decide" }, act: { type: "backup-running", seconds: 150 } }],
  endsWhen: "failover-closed",
  thenWatchSeconds: 300,
  horizonSeconds: 3600,
  expectations: [
    ...RECOVERED,
    { that: "record-says", words: "backing-up" },
    { that: "promotions-are", count: 1 },
    { that: "runs-that-claimed", count: 1 },
    ...ALWAYS,
  ],
});
