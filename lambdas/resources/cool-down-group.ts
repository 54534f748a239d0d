/**
 * Undoes what this run's warm-up changed, and only that: a size or a version that somebody else has changed since is theirs
 * and stays. Done when the group is described as it was; the instances leave on their own.
 */
import {
  AutoScalingClient,
  type AutoScalingGroup as DescribedGroup,
  SuspendProcessesCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import type { AutoScalingGroup } from "../../orchestrator/resources/auto-scaling-group";
import { failedAs } from "../aws/failures";
import { type GroupMemory, groupMemorySchema } from "./group-memory";
import { done, type Hand, pending } from "./hand";
import { describeGroup, sizesOf, suspendedProcesses } from "./scaling-group";

export const coolDownGroup: Hand<AutoScalingGroup> = async (resource, { runtime, runs, runId }) => {
  const name = resource.standbyGroupName;
  const known = await runs.readBefore(runId, resource.id);
  if (known === null) return done(`This run never changed ${name}.`);
  const autoScaling = runtime.clients.get(AutoScalingClient, runtime.plan.regions.standby);
  const group = await describeGroup(autoScaling, name);
  if (group === null) return done(`There is no Auto Scaling group ${name} any more.`);
  const memory = groupMemorySchema.parse(known);
  const toSuspend = memory.resumedProcesses.filter((process) => !suspendedProcesses(group).includes(process));
  if (toSuspend.length > 0) {
    await autoScaling.send(new SuspendProcessesCommand({ AutoScalingGroupName: name, ScalingProcesses: toSuspend }));
  }
  const undo = whatToUndo(group, memory, resource.standbyLaunchTemplateId);
  if (Object.keys(undo).length === 0)
    return done(`${name} is as it was before: ${memory.before.desired} instances wanted.`);
  return update(autoScaling, name, undo);
};

type GroupUpdate = Omit<ConstructorParameters<typeof UpdateAutoScalingGroupCommand>[0], "AutoScalingGroupName">;

async function update(autoScaling: AutoScalingClient, name: string, undo: GroupUpdate) {
  try {
    await autoScaling.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: name, ...undo }));
    return pending(`${name} goes back to what it was.`);
  } catch (error) {
    if (failedAs(error, "ScalingActivityInProgressFault", "ScalingActivityInProgress")) {
      return pending(`${name} is busy with a scaling activity; asking again.`);
    }
    throw error;
  }
}

/** Each size goes back only where it still is what the warm-up made of it, and differs from before. */
export function whatToUndo(group: DescribedGroup, memory: GroupMemory, launchTemplateId: string): GroupUpdate {
  const { before, raisedTo, versionBefore, versionAfter } = memory;
  const now = sizesOf(group);
  const isToUndo = (size: keyof typeof before) => now[size] === raisedTo[size] && now[size] !== before[size];
  const isVersionToUndo = versionBefore !== versionAfter && group.LaunchTemplate?.Version === versionAfter;
  return {
    ...(isToUndo("smallest") && { MinSize: before.smallest }),
    ...(isToUndo("desired") && { DesiredCapacity: before.desired }),
    ...(isToUndo("largest") && { MaxSize: before.largest }),
    ...(isVersionToUndo &&
      versionBefore !== null && { LaunchTemplate: { LaunchTemplateId: launchTemplateId, Version: versionBefore } }),
  };
}
