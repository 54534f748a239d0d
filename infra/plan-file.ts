/** Reads a plan file: a TypeScript module that exports `plan`. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Plan, planSchema } from "../orchestrator/plan";

/** A plan file that cannot be used; the message is for the person who wrote it, every problem on a line of its own. */
export class PlanFileError extends Error {
  override readonly name = "PlanFileError";
}

/** Loads and judges a plan. Throws PlanFileError when the file is missing, exports no plan, or its plan has problems. */
export async function loadPlan(planFile: string): Promise<Plan> {
  const path = resolve(planFile);
  if (!existsSync(path)) {
    throw new PlanFileError(`There is no plan file ${planFile}. Choose one with -c plan=plans/<name>.ts.`);
  }
  const module: Readonly<Record<string, unknown>> = await import(pathToFileURL(path).href);
  if (module["plan"] === undefined) {
    throw new PlanFileError(`${planFile} exports no plan. It must say: export const plan = definePlan({ ... });`);
  }
  return planSchema.parse(module["plan"]);
}
