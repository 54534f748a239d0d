/**
 * Gives a group back what its fence took: first its sizes, then the processes that the fence suspended. In this order, because
 * the suspended processes are what tells a group that was fenced. Waiting for its instances is not this hand's work.
 */
import {
  AutoScalingClient,
  type AutoScalingGroup as DescribedGroup,
  ResumeProcessesCommand,
} from "@aws-sdk/client-auto-scaling";
import { type AutoScalingGroup, groupAt } from "../../orchestrator/resources/auto-scaling-group";
import { counted } from "../../orchestrator/sentences";
import { at, clientAt } from "./client-at";
import { type GroupBeforeFence, isSuspended, RESTORING_PROCESSES, readUnfenced } from "./group-fence";
import { blocked, done, type Hand, pending } from "./hand";
import { type GroupUpdate, resize } from "./resize-group";
import { describeGroup, sizesOf } from "./scaling-group";

export const unfenceGroup: Hand<AutoScalingGroup> = async (resource, context) => {
  const { source, active } = context;
  const name = groupAt(resource, source.role).groupName;
  if (active !== source.role) return blocked(`${name} does not hold the baton any more and stays fenced.`);
  const autoScaling = clientAt(at(context, source), AutoScalingClient);
  const group = await describeGroup(autoScaling, name);
  if (group === null || !isSuspended(group)) return done(`${name} is not fenced.`);
  const before = await readUnfenced(resource.id, source.role, group, context);
  if (before === null)
    return blocked(`Nobody remembers how ${name} was before its fence: give it back its size by hand.`);
  const sizes = lostSizes(group, before);
  if (sizes !== null)
    return resize(autoScaling, name, sizes, `${name} gets its ${counted(before.desired, "instance")} back.`);
  const suspended = RESTORING_PROCESSES.filter((process) => !before.suspendedProcesses.includes(process));
  await autoScaling.send(new ResumeProcessesCommand({ AutoScalingGroupName: name, ScalingProcesses: suspended }));
  return pending(`${name} may launch instances again.`);
};

/** Null when the group is as large as it was. A size that somebody has raised since is theirs. */
export function lostSizes(group: DescribedGroup, before: GroupBeforeFence): GroupUpdate | null {
  const { smallest, desired } = sizesOf(group);
  const wanted = Math.max(before.desired, before.smallest);
  if (smallest >= before.smallest && desired >= wanted) return null;
  return { MinSize: Math.max(smallest, before.smallest), DesiredCapacity: Math.max(desired, wanted) };
}
