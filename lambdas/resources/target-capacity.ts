/** How many instances the standby must have: the plan's percentage of what the primary had when it was last seen healthy. */
import type { AutoScalingGroup } from "../../orchestrator/resources/auto-scaling-group";
import type { LastSeen } from "../../orchestrator/run";

export interface TargetCapacity {
  readonly instances: number;
  /** Why it is this number, for the timeline. */
  readonly because: string;
}

type Limits = Pick<AutoScalingGroup, "capacityPercent" | "smallestCapacity" | "largestCapacity">;

export function targetCapacity(group: Limits, lastSeen: Pick<LastSeen, "inServiceCount"> | null): TargetCapacity {
  const { capacityPercent, smallestCapacity, largestCapacity } = group;
  const seen = lastSeen?.inServiceCount;
  if (seen === undefined) {
    return { instances: smallestCapacity, because: "the primary's capacity was never seen, so the plan's smallest" };
  }
  const share = Math.ceil((seen * capacityPercent) / 100);
  const because = `${capacityPercent} % of the primary's ${seen}`;
  if (share > largestCapacity) return { instances: largestCapacity, because: `${because}, cut to the plan's largest` };
  if (share < smallestCapacity) return { instances: smallestCapacity, because: `${because}, raised to the smallest` };
  return { instances: share, because };
}
