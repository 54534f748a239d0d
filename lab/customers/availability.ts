/** Availability as customers saw it: one count per second, and what follows from the counts. Pure arithmetic. */

export interface SecondCount {
  /** Seconds since the series began. */
  readonly second: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly servedByStandby: number;
}

export const SERVED_SHARE = 0.95;
export const WINDOW_SECONDS = 10;

/** Share of requests that succeeded from a second on; 1 when there was none. */
export function availabilityFrom(series: readonly SecondCount[], fromSecond: number): number {
  let succeeded = 0;
  let total = 0;
  for (const count of series) {
    if (count.second < fromSecond) continue;
    succeeded += count.succeeded;
    total += count.succeeded + count.failed;
  }
  return total === 0 ? 1 : succeeded / total;
}

/**
 * The moment of recovery: the first second from which at least 95 % of requests in every following 10 s window succeed.
 * Null when there is none within the series, or too little after it to tell.
 */
export function recoverySecond(series: readonly SecondCount[], firstFailure: number): number | null {
  const lastWindow = series.length - WINDOW_SECONDS;
  let recovery = series.length;
  for (let start = lastWindow; start >= firstFailure && isServed(series, start); start -= 1) recovery = start;
  return recovery > lastWindow ? null : recovery;
}

function isServed(series: readonly SecondCount[], start: number): boolean {
  return availabilityFrom(series.slice(start, start + WINDOW_SECONDS), 0) >= SERVED_SHARE;
}
