/** The storefront's plan with one value changed, by its path: `resources.0.id`. */
import { validatePlan } from "../../orchestrator/plan-rules";
import type { Problem } from "../../orchestrator/problems";
import { draft } from "./fixtures";

type Node = Record<string, unknown>;

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null;
}

/** @returns what the plan's validation finds wrong once these values stand in it */
export function problemsWith(changes: Readonly<Record<string, unknown>>): readonly Problem[] {
  const plan: unknown = draft();
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split(".");
    const last = keys.pop() ?? "";
    let node = plan;
    for (const key of keys) {
      if (!isNode(node)) throw new Error(`${path} does not stand in the plan`);
      node[key] ??= {};
      node = node[key];
    }
    if (!isNode(node)) throw new Error(`${path} does not stand in the plan`);
    node[last] = value;
  }
  const validation = validatePlan(plan);
  return "problems" in validation ? validation.problems : [];
}

/** A path as problems write it: `resources[0].id`. */
export function shownPath(path: string): string {
  return path.replace(/\.(\d+)/g, "[$1]");
}
