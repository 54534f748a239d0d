/**
 * After a planned move that has arrived: the group that serves now gets back the smallest size that it had when it served
 * last (the warm-up had raised it, so that no scaling policy could shrink an idle group), and after a failback the
 * standby's goes to its resting capacity. A switchover leaves the group that it left alone.
 */
import { AutoScalingClient, type AutoScalingGroup as DescribedGroup } from "@aws-sdk/client-auto-scaling";
import { type AutoScalingGroup, groupAt } from "../../orchestrator/resources/auto-scaling-group";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import { counted } from "../../orchestrator/sentences";
import type { Side } from "../../orchestrator/workflow";
import { at, clientAt } from "./client-at";
import { type GroupMemory, groupMemorySchema } from "./group-memory";
import { done, type HandContext } from "./hand";
import { type GroupUpdate, resize } from "./resize-group";
import { describeGroup, sizesOf } from "./scaling-group";

export async function settleGroups(resource: AutoScalingGroup, context: HandContext): Promise<ConvergeResult> {
  const { target, source, workflow, runs, runId } = context;
  const known = await runs.readBefore(runId, resource.id);
  const memory = known === null ? null : groupMemorySchema.parse(known);
  const serving = await change(resource, target, context, (group) => smallestAgain(group, memory));
  if (serving) return serving;
  if (workflow !== "failback") return done(`${groupAt(resource, source.role).groupName} is left as it is.`);
  const resting = await change(resource, source, context, (group) => restingSizes(group, resource.restingCapacity));
  return (
    resting ??
    done(`${groupAt(resource, source.role).groupName} rests at ${counted(resource.restingCapacity, "instance")}.`)
  );
}

/** Undefined when the group is as it should be, or gone. */
async function change(
  resource: AutoScalingGroup,
  side: Side,
  context: HandContext,
  judge: (group: DescribedGroup) => GroupUpdate | null,
): Promise<ConvergeResult | undefined> {
  const { groupName } = groupAt(resource, side.role);
  const autoScaling = clientAt(at(context, side), AutoScalingClient);
  const group = await describeGroup(autoScaling, groupName);
  const update = group && judge(group);
  if (!update) return undefined;
  return resize(autoScaling, groupName, update, `${groupName} ${describeUpdate(update)}.`);
}

function describeUpdate({ DesiredCapacity, MinSize = 0 }: GroupUpdate): string {
  return DesiredCapacity === undefined
    ? `may shrink to ${counted(MinSize, "instance")} again`
    : `goes to ${counted(DesiredCapacity, "instance")}`;
}

/** Only what the warm-up made of it is lowered; a size that somebody has changed since is theirs. */
export function smallestAgain(group: DescribedGroup, memory: GroupMemory | null): GroupUpdate | null {
  if (memory?.smallestWhenServing === undefined) return null;
  const { smallestWhenServing: wanted, raisedTo } = memory;
  const { smallest } = sizesOf(group);
  return smallest > wanted && smallest === raisedTo.smallest ? { MinSize: wanted } : null;
}

export function restingSizes(group: DescribedGroup, restingCapacity: number): GroupUpdate | null {
  const { smallest, desired, largest } = sizesOf(group);
  if (smallest <= restingCapacity && desired <= restingCapacity) return null;
  return {
    MinSize: Math.min(smallest, restingCapacity),
    DesiredCapacity: restingCapacity,
    MaxSize: Math.max(largest, restingCapacity),
  };
}
