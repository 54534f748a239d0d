/**
 * Gives a group back what its fence took: first its sizes, then the processes that the fence suspended and nobody has resumed
 * since. In this order, because the suspended processes are what tells a group that was fenced. Waiting for its instances is
 * not this hand's work.
 */
import {
  AutoScalingClient,
  type AutoScalingGroup as DescribedGroup,
  ResumeProcessesCommand,
} from "@aws-sdk/client-auto-scaling";
import { type AutoScalingGroup, groupAt } from "../../orchestrator/resources/auto-scaling-group";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import { counted } from "../../orchestrator/sentences";
import { at, clientAt } from "./client-at";
import { fencedProcesses, type GroupBeforeFence, isSuspended, readUnfenced } from "./group-fence";
import { blocked, done, type Hand, pending } from "./hand";
import { type GroupUpdate, resize } from "./resize-group";
import { describeGroup, sizesOf } from "./scaling-group";

export const unfenceGroup: Hand<AutoScalingGroup> = async (resource, context) => {
  const { source, active } = context;
  const name = groupAt(resource, source.role).groupName;
  if (active !== source.role) return blocked(`${name} does not hold the baton any more and stays fenced.`);
  const autoScaling = clientAt(at(context, source), AutoScalingClient);
  const group = await describeGroup(autoScaling, name);
  if (group === null) return done(`${name} is not fenced.`);
  const before = await readUnfenced(resource.id, source.role, group, context);
  if (before === null) return unremembered(group, name);
  const sizes = lostSizes(group, before);
  if (sizes !== null)
    return resize(autoScaling, name, sizes, `${name} gets its ${counted(before.desired, "instance")} back.`);
  const suspended = [...fencedProcesses(group, before)];
  if (suspended.length === 0) return done(`${name} has back what its fence took.`);
  await autoScaling.send(new ResumeProcessesCommand({ AutoScalingGroupName: name, ScalingProcesses: suspended }));
  return pending(`${name} may launch instances again.`);
};

function unremembered(group: DescribedGroup, name: string): ConvergeResult {
  if (!isSuspended(group)) return done(`${name} is not fenced.`);
  return blocked(`Nobody remembers how ${name} was before its fence: give it back its size by hand.`);
}

/** Null when the group is as large as it was. A size that somebody has raised since is theirs, and so is a largest size. */
export function lostSizes(group: DescribedGroup, before: GroupBeforeFence): GroupUpdate | null {
  const { smallest, desired, largest } = sizesOf(group);
  const wantedSmallest = Math.min(before.smallest, largest);
  const wanted = Math.min(Math.max(before.desired, before.smallest), largest);
  if (smallest >= wantedSmallest && desired >= wanted) return null;
  return { MinSize: Math.max(smallest, wantedSmallest), DesiredCapacity: Math.max(desired, wanted) };
}
