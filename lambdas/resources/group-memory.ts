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
