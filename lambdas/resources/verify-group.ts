/** Whether the load balancer of the target Region has enough healthy targets to send customers to. */
import { type AutoScalingGroup, groupAt } from "../../orchestrator/resources/auto-scaling-group";
import { at } from "./client-at";
import { done, type Hand, pending } from "./hand";
import { healthyTargetCount } from "./target-health";

/** The full capacity was waited for before; here a target may be replaced without holding up the customers. */
export const verifyGroup: Hand<AutoScalingGroup> = async (group, context) => {
  const { groupName, targetGroupArn } = groupAt(group, context.target.role);
  const healthy = await healthyTargetCount(at(context, context.target), targetGroupArn);
  const count = `${groupName}: ${healthy} targets are healthy, ${group.smallestCapacity} needed.`;
  return healthy >= group.smallestCapacity ? done(count) : pending(count);
};
