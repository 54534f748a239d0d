/** How a group was before a run warmed it up, and what the run made of it: what cool-down needs to undo exactly that. */
import * as z from "zod";
import type { GroupSizes } from "./scaling-group";

const sizes = z.object({ smallest: z.number(), desired: z.number(), largest: z.number() });

export const groupMemorySchema = z.object({
  before: sizes,
  raisedTo: sizes,
  /** Template version of the group before (a number, `$Latest` or `$Default`) and after. */
  versionBefore: z.string(),
  versionAfter: z.string(),
  resumedProcesses: z.array(z.string()),
  /** Planned moves: the smallest size that the group had when it served last; it gets it back once it serves again. */
  smallestWhenServing: z.number().exactOptional(),
});
export type GroupMemory = z.output<typeof groupMemorySchema>;

/** Sizes that hold `target` instances: nothing is ever lowered, and the smallest size keeps a scaling policy from shrinking an idle group. */
export function raisedSizes(before: GroupSizes, target: number): GroupSizes {
  const desired = Math.max(before.desired, target);
  return { smallest: Math.max(before.smallest, target), desired, largest: Math.max(before.largest, desired) };
}

/**
 * The sizes without the warm-up: each goes back only where it still is what the warm-up made of it. A largest size below the
 * instances that somebody else wants would take them away, too.
 */
export function sizesAfterUndo(now: GroupSizes, { before, raisedTo }: GroupMemory): GroupSizes {
  const isOurs = (size: keyof GroupSizes) => now[size] === raisedTo[size];
  const smallest = isOurs("smallest") ? before.smallest : now.smallest;
  const theirs = Math.max(smallest, isOurs("desired") ? 0 : now.desired);
  const largest = isOurs("largest") ? Math.max(before.largest, theirs) : now.largest;
  const desired = isOurs("desired") ? Math.min(Math.max(before.desired, smallest), largest) : now.desired;
  return { smallest, desired, largest };
}

/** The template version without the warm-up; one that somebody else has changed since is theirs. */
export function versionAfterUndo(now: string, { versionBefore, versionAfter }: GroupMemory): string {
  return now === versionAfter ? versionBefore : now;
}
