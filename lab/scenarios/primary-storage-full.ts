import { RECOVERED } from "./ending";
import { ALWAYS } from "./expectation";
import { defineScenario } from "./scenario";

export const primaryStorageFull = defineScenario({
  name: "primary-storage-full",
  title:
    "The primary's database is full: it takes no fence, a person is asked, and it is fenced once it has room again",
  story:
    "The primary's database runs out of storage. Customers cannot write, and every place sees it. RDS changes no security group of an " +
    "instance that is storage-full, so the run cannot fence it, and asks: with more storage it would come up and take writes again. A " +
    "person approves after three minutes, and the standby takes over. An hour later somebody gives the old database storage. It comes up, " +
    "and the sentry, which has tried each minute, fences it before it has taken a write.",
  faults: [
    { atSeconds: 0, fault: { type: "database-stuck", status: "storage-full", region: "primary" } },
    { atSeconds: 3600, fault: { type: "database-mended", region: "primary" } },
  ],
  reactions: [
    {
      whenOnCallReads: "UNFENCED writer",
      afterSeconds: 180,
      does: { type: "decides-on-the-approval-page", who: "Ada Lovelace", decision: "approve", remark: "it is full" },
    },
  ],
  endsWhen: "horizon",
  thenWatchSeconds: 0,
  horizonSeconds: 4200,
  expectations: [
    ...RECOVERED,
    { that: "notice-says", words: "UNFENCED writer", times: 1 },
    { that: "email-says", words: "storage-full and cannot change groups yet" },
    { that: "question-ended", outcome: "approved", by: "Ada Lovelace" },
    { that: "notice-says", words: "was tried again, fenced", times: 1 },
    { that: "old-writer-is-closed" },
    { that: "promotions-are", count: 1 },
    { that: "runs-that-claimed", count: 1 },
    { that: "lost-span-within-objective" },
    { that: "customers-are-served" },
    ...ALWAYS,
  ],
});
