/** From a night with a violation to the smallest one that fast-check finds with the same: fewer mishaps, earlier, simpler. */
import fc from "fast-check";
import { nights, ONE_NIGHT } from "./draw-nights";
import type { NightReport } from "./live-through";
import type { Night } from "./night";

/** A shrink lives through dozens of nights; a violation that has been found is worth that, and no more. */
const LONGEST_SHRINK_MS = 60_000;

export type Live = (night: Night) => Promise<NightReport>;

/** The report of the smallest night; the one that came in if nothing smaller breaks the same invariant. */
export async function shrink(number: number, found: NightReport, live: Live): Promise<NightReport> {
  const broken = new Set(found.violations.map(({ invariant }) => invariant));
  let smallest = found;
  let underWay: Promise<unknown> = Promise.resolve();
  const holds = async (night: Night) => {
    const living = live(night);
    underWay = living.catch(() => {});
    const report = await living;
    const isSame = report.violations.some(({ invariant }) => broken.has(invariant));
    if (isSame) smallest = report;
    return !isSame;
  };
  // The number is the seed, so that the first night drawn is the one that was found.
  await fc.check(fc.asyncProperty(nights, holds), {
    seed: number,
    ...ONE_NIGHT,
    interruptAfterTimeLimit: LONGEST_SHRINK_MS,
  });
  // Whoever is interrupted still lives through a night, and a thread has room for one.
  await underWay;
  return smallest;
}
