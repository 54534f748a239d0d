/** How far this machine's clock is from AWS's, as far as one answer can tell. */

/** An answer's `Date` header says whole seconds (RFC 9110, section 5.6.7). */
const PRECISION_MS = 1000;

/** All in epoch milliseconds: the first two by this machine's clock, the last by AWS's. */
interface Exchange {
  readonly askedAtMs: number;
  readonly heardAtMs: number;
  /** The `Date` of the answer. */
  readonly saidAtMs: number;
}

/**
 * The least correction, in milliseconds, with which the answer was written between the question and its arrival; 0 where that holds
 * as it is, so that a slow line does not turn a right clock wrong.
 */
export function clockOffsetMs({ askedAtMs, heardAtMs, saidAtMs }: Exchange): number {
  const leastMs = saidAtMs - heardAtMs;
  const mostMs = saidAtMs + PRECISION_MS - askedAtMs;
  return Math.max(leastMs, Math.min(0, mostMs));
}
