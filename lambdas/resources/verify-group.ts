/** Whether the load balancer of the target Region has enough healthy targets to send customers to. */
import { type AutoScalingGroup, groupAt } from "../../orchestrator/resources/auto-scaling-group";
import { at } from "./client-at";
import { enoughHealthy } from "./enough-healthy";
import { done, type Hand, pending } from "./hand";
import { knownChanges } from "./memory-of-dead-runs";
import { healthyTargetCount } from "./target-health";

export const verifyGroup: Hand<AutoScalingGroup> = async (group, context) => {
  const { groupName, targetGroupArn } = groupAt(group, context.target.role);
  const healthy = await healthyTargetCount(at(context, context.target), targetGroupArn);
  const needed = enoughHealthy(group, await knownChanges(group, context));
  const count = `${groupName}: ${healthy} targets are healthy, ${needed} needed.`;
  return healthy >= needed ? done(count) : pending(count);
};
