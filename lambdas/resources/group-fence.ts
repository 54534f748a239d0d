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

/** To be called with a group that is not suspended yet. */
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

/** How a group was that is suspended as a fence leaves it; null for any other group, which Baton did not fence. */
export async function readUnfenced(
  resourceId: string,
  role: RegionRole,
  group: DescribedGroup,
  { memories }: HandContext,
): Promise<GroupBeforeFence | null> {
  if (!isSuspended(group)) return null;
  const known = await memories.read(resourceId, role);
  return known === null ? null : memorySchema.parse(known);
}
