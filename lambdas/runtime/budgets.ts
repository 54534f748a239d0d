/** How long one AWS call may cost, by where it goes. */
import type { CallBudget } from "./runtime";

/** Calls within the standby Region, which is alive: 3 attempts of at most 3 s. */
export const SAME_REGION_BUDGET: CallBudget = { connectionTimeoutMs: 1000, requestTimeoutMs: 3000, maxAttempts: 3 };

/**
 * Calls by which a failover acts on the standby's resources: 2 attempts of at most 3 s. Whatever fails is asked again by the loop or
 * the machine, seconds later and by chance apart, where a third attempt within the same second mostly adds to a quota that is used up.
 */
export const HAND_BUDGET: CallBudget = { ...SAME_REGION_BUDGET, maxAttempts: 2 };

/** Calls into a Region that may be dark: 2 attempts of at most 2 s, so that silence costs about 4 s and no more. */
export const REMOTE_BUDGET: CallBudget = { connectionTimeoutMs: 1000, requestTimeoutMs: 2000, maxAttempts: 2 };

/** Route 53's checkers give the traffic endpoint 2 s in all, and its function 3 s. */
export const TRAFFIC_BUDGET: CallBudget = { connectionTimeoutMs: 400, requestTimeoutMs: 700, maxAttempts: 2 };

/** One look-up of a name; what is lost on the way is looked up again by the next call. */
export const LOOK_UP_TIMEOUT_MS = 2000;

/** Planned moves wait for a slow answer rather than asking twice for the same thing: 2 attempts of at most 5 s. */
export const PATIENT_BUDGET: CallBudget = { connectionTimeoutMs: 1000, requestTimeoutMs: 5000, maxAttempts: 2 };

/** A page does not wait for a table that says nothing: 2 attempts of at most 1.5 s. */
export const PAGING_BUDGET: CallBudget = { connectionTimeoutMs: 500, requestTimeoutMs: 1500, maxAttempts: 2 };
