/** Whether Auto Scaling answers in the target Region, and the group is there to be warmed up. */
import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { type AutoScalingGroup, groupAt } from "../../orchestrator/resources/auto-scaling-group";
import { counted } from "../../orchestrator/sentences";
import { at, clientAt } from "./client-at";
import { blocked, done, type Hand } from "./hand";
import { describeGroup, inServiceCount, whyNotPinnable } from "./scaling-group";

export const inspectGroup: Hand<AutoScalingGroup> = async (resource, context) => {
  const { target } = context;
  const part = groupAt(resource, target.role);
  const { groupName } = part;
  const group = await describeGroup(clientAt(at(context, target), AutoScalingClient), groupName);
  if (group === null) return blocked(`There is no Auto Scaling group ${groupName} in ${target.region}.`);
  const obstacle = whyNotPinnable(group, part);
  if (obstacle !== null) return blocked(obstacle);
  return done(`${groupName} is there, with ${counted(inServiceCount(group), "instance")} in service.`);
};
