/**
 * Fences that broke down before they could write anything: the record gets their verdicts, and the sentry something to go on
 * with. One by one, and never over what is there: the sentry may be writing others at this moment.
 */
import { keptFence } from "../../orchestrator/kept-fence";
import type { FenceVerdict } from "../../orchestrator/resources/kind";
import type { RunRecord } from "../../orchestrator/run";
import { FenceStore } from "../aws/fence-store";
import { RunStore } from "../aws/run-store";
import type { Table } from "../aws/table";

/** `verdicts`: what each resource's fence counts as where the record holds none. */
export async function keepUnjudgedFences(
  table: Table,
  { runId, executionArn, fenceVerdicts = {} }: Pick<RunRecord, "runId" | "executionArn" | "fenceVerdicts">,
  verdicts: Readonly<Record<string, FenceVerdict>>,
  nowMs: number,
): Promise<void> {
  const unjudged = Object.entries(verdicts).filter(([resourceId]) => fenceVerdicts[resourceId] === undefined);
  for (const [resourceId, verdict] of unjudged) {
    await new FenceStore(table).keep(keptFence({ resourceId, runId, executionArn, verdict }, nowMs));
    await new RunStore(table).keepMissingFenceVerdict(runId, resourceId, verdict);
  }
}
