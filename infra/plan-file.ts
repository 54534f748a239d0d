/** Reads a plan file: a TypeScript module that exports `plan`. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { PlanInvalid } from "../orchestrator/errors";
import type { Plan } from "../orchestrator/plan";
import { requirePlan } from "../orchestrator/plan-rules";

/** There is no usable plan file; the message says what to do about it. */
export class PlanFileError extends Error {
  override readonly name = "PlanFileError";
}

const IT_MUST_SAY = "It must be TypeScript that says: export const plan = definePlan({ ... });";

/** What a file exports as its plan, not judged yet; undefined where it exports none. @throws PlanFileError when it cannot be read */
export async function exportedPlan(planFile: string): Promise<unknown> {
  const path = resolve(planFile);
  if (!existsSync(path)) throw new PlanFileError(`There is no plan file ${planFile}: ${path} does not exist.`);
  return (await moduleAt(path, planFile)).plan;
}

/**
 * Loads and judges a plan. Throws PlanFileError when the file is missing, cannot be read or exports no plan, and PlanInvalid with every
 * problem at once when the plan may not be deployed.
 */
export async function loadPlan(planFile: string): Promise<Plan> {
  const exported = await exportedPlan(planFile);
  if (exported === undefined) throw new PlanFileError(`${planFile} exports no plan. ${IT_MUST_SAY}`);
  return requirePlan(exported, planFile);
}

/** What is no TypeScript, or breaks down while it is read, is told by its message alone. */
async function moduleAt(path: string, planFile: string): Promise<{ readonly plan?: unknown }> {
  try {
    return await import(path);
  } catch (cause) {
    if (cause instanceof PlanInvalid) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new PlanFileError(`${planFile} cannot be read as a plan: ${why}\n${IT_MUST_SAY}`, { cause });
  }
}
