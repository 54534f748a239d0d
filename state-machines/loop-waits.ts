/** How long the one loop (`converge.ts`) waits: as its answers ask, and beyond its deadline only where AWS throttles it. JSONata each. */
import type { Loop } from "./loop-states";

/** Beyond its deadline, for a loop whose looks are refused or still far apart for that: a quota is used up, and each has its turn. */
export const THROTTLED_PATIENCE_SECONDS = 300;

/** Looks that are less far apart are as good as unthrottled: nobody waits longer for them. A refused one is never nearer. */
const THROTTLED_PACE_SECONDS = 8;

/** When the loop ends, in seconds since it began. What a run can go on without is not waited for longer. */
export function untilSeconds({ whenNotDone }: Loop): string {
  if (whenNotDone === "go-on") return "$deadlineSeconds";
  const isThrottled = `$exists($previous.throttle) and $previous.throttle.paceSeconds >= ${THROTTLED_PACE_SECONDS}`;
  return `($deadlineSeconds + (${isThrottled} ? ${THROTTLED_PATIENCE_SECONDS} : 0))`;
}

/**
 * The loop's own distance, or shorter where the answer says that what is to be seen passes, or longer where it asks for that,
 * until the loop ends at the latest.
 */
export function waitSeconds(loop: Loop): string {
  const left = `$floor(${untilSeconds(loop)} - $elapsedSeconds)`;
  const own = "($exists($previous.soonSeconds) ? $min([$pollSeconds, $previous.soonSeconds]) : $pollSeconds)";
  const asked = `$max([${own}, $min([$previous.waitSeconds, ${left}])])`;
  return `$exists($previous.waitSeconds) ? ${asked} : ${own}`;
}
