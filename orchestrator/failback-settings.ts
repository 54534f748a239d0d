/** What a plan says about planned moves: going home after a failover, and moving away from a healthy primary. */
import * as z from "zod";
import { seconds, wholeNumber } from "./wording";

const HOUR_SECONDS = 3600;

/** Longest time each step may take. Hours are normal where data has to be copied across an ocean. */
const deadlinesSchema = z.strictObject({
  /** Until the target Region has been healthy for `settlingSeconds` in a row. */
  settleSeconds: seconds().default(6 * HOUR_SECONDS),
  /** Creating a cross-Region replica: median about 90 min, "can take hours" (aws-facts: RDS). */
  rebuildSeconds: seconds().default(8 * HOUR_SECONDS),
  catchUpSeconds: seconds().default(2 * HOUR_SECONDS),
  /** The newest image may have to be copied first: median 12 min, one in twenty more than 25 [est]. */
  warmUpSeconds: seconds().default(HOUR_SECONDS),
  /** Quarantine and reboot of the active writer: from here on customers cannot write. */
  freezeSeconds: seconds().default(180),
  /**
   * Until a datapoint taken after the freeze says that nothing is left to replicate. An idle PostgreSQL source commits its
   * own heartbeat after up to 300 s; the minute that it falls in begins up to 60 s after the freeze, ends 60 s later and is
   * shown 30 s after that (aws-facts: RDS).
   */
  drainSeconds: seconds().default(480),
  promoteSeconds: seconds().default(900),
  verifySeconds: seconds().default(180),
  switchTrafficSeconds: seconds().default(180),
  /** Creating the replica in the Region that was left. */
  protectSeconds: seconds().default(8 * HOUR_SECONDS),
  coolDownSeconds: seconds().default(900),
});

export const failbackSchema = z.strictObject({
  /** How long the Region must have been healthy, without a break, before anything is rebuilt there. */
  settlingSeconds: seconds().default(1800),
  /** How long a stale instance is kept under its quarantine name; Baton tags it and never deletes it. */
  quarantineRetentionDays: wholeNumber(1, 365, " of days").default(14),
  /** Facts that the gate showed are gathered anew when they are older than this at the approval. */
  largestFactAgeSeconds: seconds().default(300),
  /** How long a person may take to decide before the move is abandoned. */
  approvalTimeoutSeconds: seconds().default(12 * HOUR_SECONDS),
  /** Replication lag below which the new replica counts as caught up. */
  largestCatchUpLagSeconds: seconds().default(5),
  deadlines: deadlinesSchema.prefault({}),
});
