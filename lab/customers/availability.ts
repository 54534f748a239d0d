/** Availability as customers saw it: one count per second, and what follows from the counts. Pure arithmetic. */

export interface SecondCount {
  /** Seconds since the series began. */
  readonly second: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly servedByStandby: number;
  /** How long these requests stand for: 1 while customers come all the time, more in calm stretches. */
  readonly spanSeconds: number;
}

export const SERVED_SHARE = 0.95;
export const WINDOW_SECONDS = 10;

/** Share of requests that succeeded from a second on, weighed by what they stand for; 1 when there was none. */
export function availabilityFrom(series: readonly SecondCount[], fromSecond: number): number {
  let succeeded = 0;
  let total = 0;
  for (const count of series) {
    if (count.second < fromSecond) continue;
    succeeded += count.spanSeconds * count.succeeded;
    total += count.spanSeconds * (count.succeeded + count.failed);
  }
  return total === 0 ? 1 : succeeded / total;
}

/**
 * The moment of recovery: the first second from which at least 95 % of requests in every following 10 s window succeed.
 * Null when there is none within the series, or too little after it to tell. Seconds in which nobody asked may be missing.
 */
export function recoverySecond(series: readonly SecondCount[], firstFailure: number): number | null {
  const end = (series.at(-1)?.second ?? -1) + 1;
  let recovery: number | null = null;
  for (let index = series.length - 1; index >= 0; index -= 1) {
    const second = series[index]?.second ?? 0;
    if (second < firstFailure) break;
    if (second + WINDOW_SECONDS > end) continue;
    if (!isServed(series, index, second)) break;
    recovery = second;
  }
  return recovery;
}

/** The window that begins with an entry of the series. */
function isServed(series: readonly SecondCount[], index: number, second: number): boolean {
  let succeeded = 0;
  let total = 0;
  for (let at = index; (series[at]?.second ?? Number.POSITIVE_INFINITY) < second + WINDOW_SECONDS; at += 1) {
    succeeded += series[at]?.succeeded ?? 0;
    total += (series[at]?.succeeded ?? 0) + (series[at]?.failed ?? 0);
  }
  return total === 0 || succeeded / total >= SERVED_SHARE;
}
