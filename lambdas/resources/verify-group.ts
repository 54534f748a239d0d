/** Whether the load balancer of the target Region has enough healthy targets to send customers to. */
import { type AutoScalingGroup, groupAt } from "../../orchestrator/resources/auto-scaling-group";
import { at } from "./client-at";
import { groupMemorySchema } from "./group-memory";
import { done, type Hand, type HandContext, pending } from "./hand";
import { healthyTargetCount } from "./target-health";

/**
 * The full capacity was waited for before. Here one in ten may be missing: a target that is being replaced must not hold up the
 * customers, and a group that fell apart meanwhile must not get them.
 */
const LEAST_SHARE = 0.9;

export const verifyGroup: Hand<AutoScalingGroup> = async (group, context) => {
  const { groupName, targetGroupArn } = groupAt(group, context.target.role);
  const healthy = await healthyTargetCount(at(context, context.target), targetGroupArn);
  const needed = Math.max(group.smallestCapacity, Math.ceil(LEAST_SHARE * (await warmedUpTo(group.id, context))));
  const count = `${groupName}: ${healthy} targets are healthy, ${needed} needed.`;
  return healthy >= needed ? done(count) : pending(count);
};

/** What this run has made of the group; 0 where it has not warmed it up. */
async function warmedUpTo(resourceId: string, { runs, runId }: HandContext): Promise<number> {
  const memory = await runs.readBefore(runId, resourceId);
  return memory === null ? 0 : groupMemorySchema.parse(memory).raisedTo.desired;
}
