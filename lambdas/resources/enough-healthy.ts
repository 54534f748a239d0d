/** How many healthy instances are enough to send customers to a group. */
import type { AutoScalingGroup } from "../../orchestrator/resources/auto-scaling-group";
import type { GroupMemory } from "./group-memory";

/**
 * The full capacity is waited for as long as it can come. Beyond that one in ten may be missing: a target that is being
 * replaced, or an instance that AWS does not launch, must not hold up the customers, and a group that fell apart must not
 * get them.
 */
const LEAST_SHARE = 0.9;

/** `memory`: what the run has made of the group; null where it has not warmed it up. */
export function enoughHealthy(
  { smallestCapacity }: Pick<AutoScalingGroup, "smallestCapacity">,
  memory: Pick<GroupMemory, "raisedTo"> | null,
): number {
  return Math.max(smallestCapacity, Math.ceil(LEAST_SHARE * (memory?.raisedTo.desired ?? 0)));
}
