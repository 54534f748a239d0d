/** What fencing a group stops, and how the group was before, so that a failback can give it back. */
import type { AutoScalingGroup as DescribedGroup } from "@aws-sdk/client-auto-scaling";
import * as z from "zod";
import type { RegionRole } from "../../orchestrator/baton";
import type { HandContext } from "./hand";
import { sizesOf, suspendedProcesses } from "./scaling-group";

/** Everything that could bring an instance back. */
export const RESTORING_PROCESSES: readonly string[] = [
  "Launch",
  "ReplaceUnhealthy",
  "AZRebalance",
  "AlarmNotification",
  "ScheduledActions",
];

const memorySchema = z.object({
  seenAtMs: z.number(),
  smallest: z.number(),
  /** Memories of before it was kept do not say. */
  desired: z.number().default(0),
  /** Processes that somebody else had suspended before. */
  suspendedProcesses: z.array(z.string()),
});
export type GroupBeforeFence = z.output<typeof memorySchema>;

export function isSuspended(group: DescribedGroup): boolean {
  const suspended = suspendedProcesses(group);
  return RESTORING_PROCESSES.every((process) => suspended.includes(process));
}

/** To be called with a group that no fence of this move has touched, or that was given back since. */
export async function rememberUnfenced(
  resourceId: string,
  role: RegionRole,
  group: DescribedGroup,
  { memories, runtime }: HandContext,
): Promise<void> {
  await memories.keep(resourceId, role, {
    seenAtMs: runtime.clock.now(),
    smallest: sizesOf(group).smallest,
    desired: sizesOf(group).desired,
    suspendedProcesses: suspendedProcesses(group),
  });
}

/**
 * How a group was that still shows something of its fence; null for any other group. Whoever resumes one process of a fenced
 * group, a person or the end of a stack's update, has not given it back: what is described then is not how it was.
 */
export async function readUnfenced(
  resourceId: string,
  role: RegionRole,
  group: DescribedGroup,
  { memories, fences }: HandContext,
): Promise<GroupBeforeFence | null> {
  const known = await memories.read(resourceId, role);
  if (known === null) return null;
  const before = memorySchema.parse(known);
  const hasTaken = fencedProcesses(group, before).length > 0;
  if (!hasTaken && !isAtZero(group) && !isSuspended(group)) return null;
  const openSinceMs = await fences.openSinceMs(resourceId);
  if (openSinceMs !== null && before.seenAtMs >= openSinceMs) return before;
  return hasTaken && (isAtZero(group) || isSuspended(group)) ? before : null;
}

/** What the fence has suspended, and nobody has resumed since. */
export function fencedProcesses(group: DescribedGroup, before: GroupBeforeFence): readonly string[] {
  const taken = RESTORING_PROCESSES.filter((process) => !before.suspendedProcesses.includes(process));
  return suspendedProcesses(group).filter((process) => taken.includes(process));
}

function isAtZero(group: DescribedGroup): boolean {
  const { smallest, desired } = sizesOf(group);
  return smallest === 0 && desired === 0;
}
