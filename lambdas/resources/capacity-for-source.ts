/** What a planned move's target must have to carry what its source carries at this moment. */
import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { type AutoScalingGroup, groupAt } from "../../orchestrator/resources/auto-scaling-group";
import { type TargetCapacity, targetCapacity } from "../../orchestrator/resources/target-capacity";
import { clientAt, type Place } from "./client-at";
import { capacityOf, describeGroup } from "./scaling-group";

export async function capacityForSource(resource: AutoScalingGroup, source: Place): Promise<TargetCapacity> {
  const { role } = source.side;
  const serving = await describeGroup(clientAt(source, AutoScalingClient), groupAt(resource, role).groupName);
  return targetCapacity(resource, serving === null ? null : { capacity: capacityOf(serving) }, role);
}
