import { RECOVERED } from "./ending";
import { ALWAYS } from "./expectation";
import { PRIMARY_GOES_DARK } from "./fault";
import { defineScenario } from "./scenario";

/** When the Region comes back, and how long its fence may take from there. */
const RETURNS_AFTER_SECONDS = 2400;
const FENCED_WITHIN_SECONDS = 300;

export const oldPrimaryReturns = defineScenario({
  name: "old-primary-returns",
  title: "The lost Region comes back after the failover, its writer as it was: fenced, one message, no traffic",
  story:
    "The primary Region goes dark and the standby takes over; the fence says UNREACHABLE. Forty minutes later the Region is " +
    "back as if nothing had been: instances in service, the old database taking writes, Route 53's checkers happy. The sentry " +
    "has gone on trying. It fences database and group within minutes, puts the verdict into the record of the run and tells " +
    "on-call once. The old Region gets no customer, because traffic follows the baton and the sentry may not touch it.",
  faults: [
    { atSeconds: 0, fault: PRIMARY_GOES_DARK },
    { atSeconds: RETURNS_AFTER_SECONDS, fault: { type: "region-returns", region: "primary" } },
  ],
  endsWhen: "horizon",
  thenWatchSeconds: 0,
  horizonSeconds: RETURNS_AFTER_SECONDS + 900,
  expectations: [
    ...RECOVERED,
    { that: "lost-span-within-objective" },
    { that: "fence-verdict-is", verdict: "FENCED" },
    { that: "old-writer-is-closed" },
    {
      that: "notice-says",
      words: "answers again, fenced",
      atLatestSeconds: RETURNS_AFTER_SECONDS + FENCED_WITHIN_SECONDS,
      times: 1,
    },
    { that: "runs-that-claimed", count: 1 },
    ...ALWAYS,
  ],
});
