import { STOOD_DOWN } from "./ending";
import { ALWAYS } from "./expectation";
import { defineScenario } from "./scenario";

const MENDED_AFTER_SECONDS = 420;

export const fenceRefusedDeclined = defineScenario({
  name: "fence-refused-declined",
  title: "The old writer cannot be fenced and a person declines: the fence is undone, the primary serves on",
  story:
    "As in fence-refused, but the application in the primary Region is mended while the question is open, and whoever is on call " +
    "declines. By then half of the fence holds: the group of instances is suspended and at zero. The run gives the group back " +
    "its size and its processes, undoes the warm-up of the standby and stands down. Customers are served by the primary " +
    "again; nothing was promoted and no write is lost.",
  faults: [
    { atSeconds: 0, fault: { type: "quarantine-groups-lost", region: "primary" } },
    { atSeconds: 60, fault: { type: "application-down", region: "primary" } },
    { atSeconds: MENDED_AFTER_SECONDS, fault: { type: "application-up", region: "primary" } },
  ],
  reactions: [
    {
      whenOnCallReads: "UNFENCED writer",
      afterSeconds: 240,
      does: { type: "decides-on-the-approval-page", who: "Ada Lovelace", decision: "decline", remark: "it is mended" },
    },
  ],
  endsWhen: "run-ended",
  thenWatchSeconds: 900,
  horizonSeconds: 4800,
  expectations: [
    ...STOOD_DOWN,
    { that: "question-ended", outcome: "declined", by: "Ada Lovelace" },
    { that: "active-database-writes" },
    { that: "customers-are-served" },
    { that: "notice-says", words: "stood down", times: 1 },
    { that: "runs-that-claimed", count: 1 },
    ...ALWAYS,
  ],
});
