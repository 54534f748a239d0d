/**
 * Makes the old application unable to serve: launching is suspended, and the group goes to zero. FENCED means that no
 * instance is in service; termination itself is not suspended, or the group could not shrink.
 */
import {
  AutoScalingClient,
  type AutoScalingGroup as DescribedGroup,
  SuspendProcessesCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { type AutoScalingGroup, groupAt } from "../../orchestrator/resources/auto-scaling-group";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import { counted } from "../../orchestrator/sentences";
import { at, clientAt } from "./client-at";
import { whileItAnswers } from "./fence-attempt";
import { isSuspended, RESTORING_PROCESSES, readUnfenced, rememberUnfenced } from "./group-fence";
import { done, type Hand, pending } from "./hand";
import { fenceOfMissing } from "./missing-resource";
import { describeGroup, inServiceCount, sizesOf } from "./scaling-group";

export const fenceGroup: Hand<AutoScalingGroup> = async (resource, context) => {
  const { source, previous } = context;
  const { groupName } = groupAt(resource, source.role);
  const autoScaling = clientAt(at(context, source), AutoScalingClient);
  const group = await describeGroup(autoScaling, groupName);
  if (group === null) return fenceOfMissing(resource.id, groupName, context);
  return whileItAnswers(previous, async () => {
    const before = await readUnfenced(resource.id, source.role, group, context);
    if (before === null) await rememberUnfenced(resource.id, source.role, group, context);
    if (!isSuspended(group)) await suspend(autoScaling, groupName);
    return shrink(autoScaling, group, groupName);
  });
};

async function suspend(autoScaling: AutoScalingClient, AutoScalingGroupName: string): Promise<void> {
  const ScalingProcesses = [...RESTORING_PROCESSES];
  await autoScaling.send(new SuspendProcessesCommand({ AutoScalingGroupName, ScalingProcesses }));
}

async function shrink(autoScaling: AutoScalingClient, group: DescribedGroup, name: string): Promise<ConvergeResult> {
  const { smallest, desired } = sizesOf(group);
  if (smallest === 0 && desired === 0) return verdictOf(group, name);
  const AutoScalingGroupName = name;
  await autoScaling.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, MinSize: 0, DesiredCapacity: 0 }));
  return pending(`${name} is suspended and goes from ${counted(desired, "instance")} to zero.`);
}

function verdictOf(group: DescribedGroup, name: string) {
  const left = inServiceCount(group);
  if (left > 0) return pending(`${name} is suspended and at zero; ${counted(left, "instance")} still in service.`);
  return done(`${name} is suspended, at zero, and no instance is in service.`, { verdict: "FENCED" });
}
