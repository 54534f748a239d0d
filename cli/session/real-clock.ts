/** Real time, taken at the start of the process: a lab in this process makes the global timers virtual later on. */
import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "../../lambdas/runtime/runtime";

/** Does not keep a process alive that has nothing else to do. */
export async function unreferencedSleep(milliseconds: number): Promise<void> {
  await delay(milliseconds, undefined, { ref: false });
}

export const realClock: Clock = { now: () => Date.now(), sleep: unreferencedSleep };

/** The same clock, set forward by so many milliseconds. */
export function aheadBy({ now, sleep }: Clock, offsetMs: number): Clock {
  return { now: () => now() + offsetMs, sleep };
}
