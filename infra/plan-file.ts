/** Reads a plan file: a TypeScript module that exports `plan`. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Plan } from "../orchestrator/plan";
import { requirePlan } from "../orchestrator/plan-rules";

/** There is no usable plan file; the message says what to do about it. */
export class PlanFileError extends Error {
  override readonly name = "PlanFileError";
}

/**
 * Loads and judges a plan. Throws PlanFileError when the file is missing or exports no plan, and PlanInvalid with every
 * problem at once when the plan may not be deployed.
 */
export async function loadPlan(planFile: string): Promise<Plan> {
  const path = resolve(planFile);
  if (!existsSync(path)) throw new PlanFileError(`There is no plan file ${planFile}: ${path} does not exist.`);
  const module: { readonly plan?: unknown } = await import(path);
  if (module.plan === undefined) {
    throw new PlanFileError(`${planFile} exports no plan. It must say: export const plan = definePlan({ ... });`);
  }
  return requirePlan(module.plan, planFile);
}
