/** Whether the load balancer of the standby has enough healthy targets to send customers to. */
import type { AutoScalingGroup } from "../../orchestrator/resources/auto-scaling-group";
import { done, type Hand, pending } from "./hand";
import { healthyTargetCount } from "./target-health";

/** The full capacity was waited for before; here a target may be replaced without holding up the customers. */
export const verifyGroup: Hand<AutoScalingGroup> = async (group, { runtime }) => {
  const healthy = await healthyTargetCount(runtime, group.standbyTargetGroupArn);
  const count = `${group.standbyGroupName}: ${healthy} targets are healthy, ${group.smallestCapacity} needed.`;
  return healthy >= group.smallestCapacity ? done(count) : pending(count);
};
