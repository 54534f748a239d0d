/**
 * Undoes what the warm-up of this run, or of a dead one before it, changed, and only that: a size or a version that somebody else has changed since is theirs
 * and stays. Done when the group is described as it was, for long enough; the instances leave on their own.
 */
import {
  AutoScalingClient,
  type AutoScalingGroup as DescribedGroup,
  SuspendProcessesCommand,
} from "@aws-sdk/client-auto-scaling";
import { type AutoScalingGroup, groupAt } from "../../orchestrator/resources/auto-scaling-group";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import { counted } from "../../orchestrator/sentences";
import { at, clientAt } from "./client-at";
import { type GroupMemory, sizesAfterUndo } from "./group-memory";
import { done, type Hand, type HandContext, pending } from "./hand";
import { knownChanges, memoryOfDeadRuns } from "./memory-of-dead-runs";
import { type GroupUpdate, resize } from "./resize-group";
import { describeGroup, sizesOf, suspendedProcesses, templateVersionOf } from "./scaling-group";
import { settleGroups } from "./settle-groups";

/** Descriptions of groups are eventually consistent; no bound is published [est]. */
const SHOWN_AFTER_MS = 15_000;

export const coolDownGroup: Hand<AutoScalingGroup> = async (resource, context) => {
  const { target, active, workflow } = context;
  if (active !== target.role) return undoWarmUp(resource, context);
  // A planned move that has arrived has nothing to undo: it brings the two groups to where they belong now.
  if (workflow !== "failover") return settleGroups(resource, context);
  // A failover that finds the baton moved, by a dead run that it took over from, must not take from whoever serves.
  return done(`${groupAt(resource, target.role).groupName} serves, and keeps the capacity that it has.`);
};

async function undoWarmUp(resource: AutoScalingGroup, context: HandContext): Promise<ConvergeResult> {
  const { target } = context;
  const { groupName: name, launchTemplateId } = groupAt(resource, target.role);
  // One that took over and is abandoned before its own warm-up undoes that of the dead run.
  const memory = (await knownChanges(resource, context)) ?? (await memoryOfDeadRuns(resource.id, context));
  if (memory === null) return done(`No run of this move has changed ${name}.`);
  const autoScaling = clientAt(at(context, target), AutoScalingClient);
  const group = await describeGroup(autoScaling, name);
  if (group === null) return done(`There is no Auto Scaling group ${name} any more.`);
  const toSuspend = memory.resumedProcesses.filter((process) => !suspendedProcesses(group).includes(process));
  if (toSuspend.length > 0) {
    await autoScaling.send(new SuspendProcessesCommand({ AutoScalingGroupName: name, ScalingProcesses: toSuspend }));
  }
  const { desired } = sizesOf(group);
  const kept = desired === memory.before.desired ? "" : ", but for what somebody else has changed";
  const asBefore = `${name} is as it was before${kept}: ${counted(desired, "instance")} wanted.`;
  const undo = whatToUndo(group, memory, launchTemplateId);
  if (Object.keys(undo).length === 0)
    return isShownByNow(context) ? done(asBefore) : pending(`${asBefore} Looking again.`);
  return resize(autoScaling, name, undo, `${name} goes back to what it was.`);
}

/** A warm-up of seconds ago may not be described yet; undone by nobody, it would stay. */
function isShownByNow({ loopStartedAtMs, runtime }: HandContext): boolean {
  return runtime.clock.now() - loopStartedAtMs >= SHOWN_AFTER_MS;
}

/**
 * Each size goes back only where it still is what the warm-up made of it, and differs from before; and only as far as the sizes let
 * it that somebody else has changed since, because AWS refuses sizes that are not in order.
 */
export function whatToUndo(group: DescribedGroup, memory: GroupMemory, launchTemplateId: string): GroupUpdate {
  const { versionBefore, versionAfter } = memory;
  const now = sizesOf(group);
  const { smallest, desired, largest } = sizesAfterUndo(now, memory);
  const isOurs = group.LaunchTemplate?.LaunchTemplateId === launchTemplateId;
  const isVersionToUndo = versionBefore !== versionAfter && isOurs && templateVersionOf(group) === versionAfter;
  return {
    ...(smallest !== now.smallest && { MinSize: smallest }),
    ...(desired !== now.desired && { DesiredCapacity: desired }),
    ...(largest !== now.largest && { MaxSize: largest }),
    ...(isVersionToUndo && { LaunchTemplate: { LaunchTemplateId: launchTemplateId, Version: versionBefore } }),
  };
}
