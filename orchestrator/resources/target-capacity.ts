/**
 * How many instances the target Region must have. The standby: the plan's percentage of what the primary has, or had when it
 * was last seen healthy. The primary, in a failback: as many as the standby carries the customers with.
 */
import type { RegionRole } from "../baton";
import type { AutoScalingGroup } from "./auto-scaling-group";

export interface TargetCapacity {
  readonly instances: number;
  /** Why it is this number, for the timeline. */
  readonly because: string;
}

type Limits = Pick<AutoScalingGroup, "capacityPercent" | "smallestCapacity" | "largestCapacity">;

/** `source`: the role whose capacity was seen. */
export function targetCapacity(
  group: Limits,
  lastSeen: { readonly capacity?: number } | null,
  source: RegionRole = "primary",
): TargetCapacity {
  const { smallestCapacity, largestCapacity } = group;
  const capacityPercent = source === "primary" ? group.capacityPercent : 100;
  const seen = lastSeen?.capacity;
  if (seen === undefined) {
    return { instances: smallestCapacity, because: `the ${source}'s capacity was never seen, so the plan's smallest` };
  }
  const share = Math.ceil((seen * capacityPercent) / 100);
  const because = `${capacityPercent} % of the ${source}'s ${seen}`;
  if (share > largestCapacity) return { instances: largestCapacity, because: `${because}, cut to the plan's largest` };
  if (share < smallestCapacity) return { instances: smallestCapacity, because: `${because}, raised to the smallest` };
  return { instances: share, because };
}
