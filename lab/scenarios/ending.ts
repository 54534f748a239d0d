/** Ways for an incident to end that many scenarios share; each says beside them what is its own. */
import type { ExpectationData } from "./expectation";

/** The standby serves, in time and for good. */
export const RECOVERED: readonly ExpectationData[] = [
  { that: "outcome-is", outcome: "recovered" },
  { that: "baton-is-at", role: "standby" },
  { that: "recovered-within-objective" },
];

/** The run called a person and stopped; redriven, it went on where it was, and nothing was done twice. */
export const RECOVERED_BY_A_REDRIVE: readonly ExpectationData[] = [
  { that: "outcome-is", outcome: "recovered" },
  { that: "baton-is-at", role: "standby" },
  { that: "customers-are-served" },
  { that: "promotions-are", count: 1 },
  { that: "runs-that-claimed", count: 1 },
];

/** Nothing moved, and what was warmed up is undone. */
export const STOOD_DOWN: readonly ExpectationData[] = [
  { that: "outcome-is", outcome: "stood-down" },
  { that: "baton-is-at", role: "primary" },
  { that: "standby-serves-nobody" },
  { that: "nothing-promoted" },
  { that: "no-write-lost" },
  { that: "standby-capacity-as-before" },
];

/** One run has asked a person, once, and until somebody answers nothing moves. */
export const WAITS_FOR_AN_ANSWER: readonly ExpectationData[] = [
  { that: "outcome-is", outcome: "awaiting-approval" },
  { that: "baton-is-at", role: "primary" },
  { that: "standby-serves-nobody" },
  { that: "nothing-promoted" },
  { that: "notice-says", words: "DECIDE", times: 1 },
  { that: "runs-that-claimed", count: 1 },
];

/** A failback ended before anything was moved: the standby serves on, and only the outage has cost writes. */
export const FAILBACK_ABANDONED: readonly ExpectationData[] = [
  { that: "outcome-is", outcome: "stood-down" },
  { that: "baton-is-at", role: "standby" },
  { that: "phase-is", phase: "failed-over" },
  { that: "moves-are", directions: ["failover"] },
  { that: "active-database-writes" },
  { that: "lost-only-by", direction: "failover" },
  { that: "promotions-are", count: 1 },
  { that: "notice-says", words: "abandoned" },
];
