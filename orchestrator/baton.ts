/** The baton: one record that says which Region is active, under an epoch that grows by one each time it moves. */
import type { Workflow } from "./workflow";

export const PHASES = ["steady", "failing-over", "failed-over", "failing-back", "needs-operator"] as const;
export type Phase = (typeof PHASES)[number];
export type RegionRole = "primary" | "standby";

export interface Automation {
  readonly enabled: boolean;
  /** Only when paused: who, why, and until when (epoch milliseconds). */
  readonly pausedBy?: string;
  readonly reason?: string;
  readonly pausedUntilMs?: number;
}

export interface Baton {
  readonly active: RegionRole;
  readonly epoch: number;
  /**
   * Epoch under which the move that holds the baton claimed it at rest; runs that take over from dead ones go on with the
   * same move under later epochs. Absent before the first claim.
   */
  readonly claimedEpoch?: number;
  readonly phase: Phase;
  /** ARN of the execution that holds the lock, or null. It lives as long as that execution, never a fixed window. */
  readonly holder: string | null;
  /** Execution of this move that somebody aborted, and from which a machine's run took over; null where nobody did. */
  readonly aborted: string | null;
  /**
   * Dead execution that the holder has taken over from; null or absent where it claimed the baton at rest. While nobody holds
   * the baton, the execution that held it last.
   */
  readonly predecessor?: string | null;
  /** What the holder is running; null at rest. */
  readonly workflow: Workflow | null;
  readonly automation: Automation;
  readonly changedAtMs: number;
  /** When a failover moved the baton to the standby (epoch milliseconds, oldest first, at most `RECENT_FAILOVERS_KEPT`). */
  readonly recentFailovers: readonly number[];
}

/** Enough for any circuit breaker that a plan may ask for; the table's item stays small. */
export const RECENT_FAILOVERS_KEPT = 20;

/** What the table holds before anything ever happened. */
export const FIRST_BATON: Baton = {
  active: "primary",
  epoch: 1,
  phase: "steady",
  holder: null,
  aborted: null,
  workflow: null,
  automation: { enabled: true },
  changedAtMs: 0,
  recentFailovers: [],
};
