/** A plan by its file's name; a wrong or missing one is a matter of usage, shown without a stack trace. */
import { loadPlan, PlanFileError } from "../infra/plan-file";
import { PlanInvalid } from "../orchestrator/errors";
import type { Plan } from "../orchestrator/plan";
import { UsageError } from "./usage-error";

export async function planOrUsageError(file: string): Promise<Plan> {
  try {
    return await loadPlan(file);
  } catch (error) {
    if (error instanceof PlanFileError || error instanceof PlanInvalid) throw new UsageError(error.message);
    throw error;
  }
}
