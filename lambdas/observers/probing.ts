/** Asking an application how it is, as Route 53's own checkers do. */

import { SENTRY_LOOK } from "../../orchestrator/watching";

/** Shorter than Route 53's 6 s: an answer that takes longer does not serve a customer either. */
export const PROBE_TIMEOUT_MS = 1000 * SENTRY_LOOK.probeTimeoutSeconds;

/** Like a Route 53 checker: any 2xx or 3xx is healthy (aws-facts: Route 53). */
export function saysHealthy(status: number | null): boolean {
  return status !== null && status >= 200 && status < 400;
}
