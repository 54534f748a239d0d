/** What a described Auto Scaling group says about itself. */
import {
  type AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  type AutoScalingGroup as DescribedGroup,
} from "@aws-sdk/client-auto-scaling";
import type { GroupPart } from "../../orchestrator/resources/auto-scaling-group";

/** The group, or null when there is none of that name. */
export async function describeGroup(autoScaling: AutoScalingClient, name: string): Promise<DescribedGroup | null> {
  const answer = await autoScaling.send(new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] }));
  return answer.AutoScalingGroups?.[0] ?? null;
}

export function inServiceCount({ Instances = [] }: DescribedGroup): number {
  return Instances.filter(({ LifecycleState }) => LifecycleState === "InService").length;
}

/** What serves, or has been launched and is on its way to it. */
export function launchedCount({ Instances = [] }: DescribedGroup): number {
  return Instances.filter(({ LifecycleState = "" }) => /^(InService|Pending)/.test(LifecycleState)).length;
}

/** What the group carries, or is on its way to: instances that are being replaced count, whichever way it is told. */
export function capacityOf(group: DescribedGroup): number {
  return Math.max(inServiceCount(group), group.DesiredCapacity ?? 0);
}

/** The sizes that Baton changes; AWS describes all three of every group. */
export interface GroupSizes {
  readonly smallest: number;
  readonly desired: number;
  readonly largest: number;
}

export function sizesOf({ MinSize = 0, DesiredCapacity = 0, MaxSize = 0 }: DescribedGroup): GroupSizes {
  return { smallest: MinSize, desired: DesiredCapacity, largest: MaxSize };
}

export function suspendedProcesses({ SuspendedProcesses = [] }: DescribedGroup): readonly string[] {
  return SuspendedProcesses.flatMap(({ ProcessName }) => ProcessName ?? []);
}

/** A number, `$Latest` or `$Default`: that is what a template without a version means. */
export function templateVersionOf({ LaunchTemplate }: DescribedGroup): string {
  return LaunchTemplate?.Version ?? "$Default";
}

/**
 * Why the image of a group's next instances cannot be named beforehand; null where it can. Pinning a launch template on a
 * group with a mixed instances policy would replace the policy, overrides and all; a launch configuration has no versions;
 * and the versions of another template than the plan's are numbers of something else.
 */
export function whyNotPinnable(group: DescribedGroup, part: GroupPart): string | null {
  const { MixedInstancesPolicy, LaunchTemplate } = group;
  const { groupName, launchTemplateId } = part;
  if (!MixedInstancesPolicy && LaunchTemplate) return launchesOther(group, part);
  const source = MixedInstancesPolicy ? "a mixed instances policy" : "a launch configuration";
  return (
    `${groupName} launches by ${source}, where Baton cannot say which image comes up. Give the group the launch template ` +
    `${launchTemplateId} itself (UpdateAutoScalingGroup with LaunchTemplate), as the plan says.`
  );
}

/** That a group launches from another template than the plan's; null where it does not, or from none. AWS describes ID and name. */
export function launchesOther(
  { LaunchTemplate }: DescribedGroup,
  { groupName, launchTemplateId }: GroupPart,
): string | null {
  if (!LaunchTemplate || LaunchTemplate.LaunchTemplateId === launchTemplateId) return null;
  const { LaunchTemplateId, LaunchTemplateName } = LaunchTemplate;
  return (
    `${groupName} launches from the template ${LaunchTemplateId} (${LaunchTemplateName}), and the plan says ` +
    `${launchTemplateId}. Give the group the plan's (UpdateAutoScalingGroup with LaunchTemplate), or put the group's into ` +
    "the plan and deploy."
  );
}
