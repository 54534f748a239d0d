/** Interruptions as customers saw them, one for each stretch of a story. Pure arithmetic. */
import { recoverySecond, type SecondCount } from "./availability";

export interface Interruption {
  /** Beginning of the stretch, epoch milliseconds. */
  readonly fromMs: number;
  /** First failed request within it; null: nothing failed. */
  readonly firstFailureAtMs: number | null;
  /** From there until customers were served for the rest of the stretch; null when nothing failed, or they never were. */
  readonly rtoSeconds: number | null;
}

/** @param stretchesMs where stretches begin, in order; the first stretch begins with the series */
export function interruptionsIn(
  series: readonly SecondCount[],
  startedAtMs: number,
  stretchesMs: readonly number[],
): readonly Interruption[] {
  const beginnings = [startedAtMs, ...stretchesMs];
  const secondOf = (atMs: number) => Math.floor((atMs - startedAtMs) / 1000);
  return beginnings.map((fromMs, index) => {
    const until = beginnings[index + 1];
    const untilSecond = until === undefined ? Number.POSITIVE_INFINITY : secondOf(until);
    const stretch = series.filter(({ second }) => second >= secondOf(fromMs) && second < untilSecond);
    const failure = stretch.find(({ failed }) => failed > 0);
    if (!failure) return { fromMs, firstFailureAtMs: null, rtoSeconds: null };
    const recovery = recoverySecond(stretch, failure.second);
    const firstFailureAtMs = startedAtMs + failure.second * 1000;
    return { fromMs, firstFailureAtMs, rtoSeconds: recovery === null ? null : recovery - failure.second };
  });
}
