/** A run of a planned move, for those steps that only such a run has. */
import { InvalidInput } from "../../orchestrator/errors";
import type { PlannedWorkflow, Workflow } from "../../orchestrator/workflow";

export function isPlanned<Run extends { readonly workflow: Workflow }>(
  run: Run,
): run is Run & { readonly workflow: PlannedWorkflow } {
  return run.workflow !== "failover";
}

/** Throws `InvalidInput` for a failover. */
export function plannedRun<Run extends { readonly workflow: Workflow }>(
  run: Run,
): Run & { readonly workflow: PlannedWorkflow } {
  if (isPlanned(run)) return run;
  throw new InvalidInput("A failover does not have this step.");
}
