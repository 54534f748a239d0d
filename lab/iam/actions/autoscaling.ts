import type { ApiCall } from "../../kernel/service";
import {
  allOnEverything,
  arnIn,
  inputText,
  onResource,
  type Requirement,
  type RequirementScope,
  type ServiceRequirements,
} from "../requirement";
import { launchTemplateUse } from "./ec2";

/** A group's ARN contains a UUID that no policy can know beforehand; only a pattern with `*` in its place matches. */
const GROUP_UUID = "00000000-0000-4000-8000-000000000000";

function groupArn(call: ApiCall, scope: RequirementScope): string {
  const name = inputText(call, "AutoScalingGroupName");
  return arnIn(call, scope, "autoscaling", `autoScalingGroup:${GROUP_UUID}:autoScalingGroupName/${name}`);
}

/** Naming a launch template asks whether the caller could launch from it (EC2 Auto Scaling User Guide, launch template support). */
function updateGroup(call: ApiCall, scope: RequirementScope): readonly Requirement[] {
  const template = call.input.LaunchTemplate as Readonly<Record<string, unknown>> | undefined;
  return [
    { action: "autoscaling:UpdateAutoScalingGroup", resource: groupArn(call, scope) },
    ...(template ? launchTemplateUse(call, scope, template) : []),
  ];
}

export const autoScalingRequirements: ServiceRequirements = {
  ...allOnEverything(
    "autoscaling",
    "DescribeAutoScalingGroups",
    "DescribeAutoScalingInstances",
    "DescribeInstanceRefreshes",
    "DescribeScalingActivities",
    "DescribeWarmPool",
  ),
  ...onResource(
    "autoscaling",
    groupArn,
    "SetDesiredCapacity",
    "SuspendProcesses",
    "ResumeProcesses",
    "StartInstanceRefresh",
    "PutWarmPool",
  ),
  UpdateAutoScalingGroup: updateGroup,
};
