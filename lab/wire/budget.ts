/** How long a client waits for a Region that does not answer. */

export interface ConnectionBudget {
  readonly connectionTimeoutMs: number;
  readonly requestTimeoutMs: number;
}

/**
 * A client without settings of its own: the kernel gives up connecting after about two minutes [est: Linux, 6 SYN
 * retries], and nothing ever ends a request on a connection that stands.
 */
export const UNSET_BUDGET: ConnectionBudget = {
  connectionTimeoutMs: 127_000,
  requestTimeoutMs: Number.POSITIVE_INFINITY,
};
