/**
 * What a dead run has made of a group, for the run that took the baton over from it: undoing the move's warm-up must lead back to
 * how the group was before the first of them.
 */
import type { AutoScalingGroup } from "../../orchestrator/resources/auto-scaling-group";
import { targetRoleOf } from "../../orchestrator/workflow";
import { type GroupMemory, groupMemorySchema } from "./group-memory";
import type { HandContext } from "./hand";

/** Far more than anybody starts over; a chain that were longer would keep its warm-up. */
const LONGEST_CHAIN = 50;

/** What an earlier call of the run has decided; null before that. */
export async function knownChanges(
  { id }: AutoScalingGroup,
  { runs, runId }: HandContext,
): Promise<GroupMemory | null> {
  const known = await runs.readBefore(runId, id);
  return known === null ? null : groupMemorySchema.parse(known);
}

/**
 * The latest memory: whoever kept it had inherited the ones before it. A run that died before its warm-up has none, and is passed
 * over. Null where nobody before this run has touched the group, or moved it in the other direction.
 */
export async function memoryOfDeadRuns(
  resourceId: string,
  { runs, runId, workflow }: Pick<HandContext, "runs" | "runId" | "workflow">,
): Promise<GroupMemory | null> {
  let deadRunId = (await runs.read(runId))?.tookOverFrom;
  for (let length = 0; deadRunId !== undefined && length < LONGEST_CHAIN; length += 1) {
    const record = await runs.read(deadRunId);
    if (record === null || targetRoleOf(record.workflow) !== targetRoleOf(workflow)) return null;
    const known = await runs.readBefore(deadRunId, resourceId);
    if (known !== null) return groupMemorySchema.parse(known);
    deadRunId = record.tookOverFrom;
  }
  return null;
}
