/**
 * What is uploaded for each function: its code, a source map, and the plan.
 *
 * The AWS SDK goes into the bundle although the Lambda runtime brings one: a bundle starts faster than the runtime's
 * copy, and what was rehearsed in the lab is then exactly what runs, on the day of the incident too.
 */
import { join, resolve } from "node:path";
import type { Plan } from "../orchestrator/plan";
import type { FunctionName } from "../orchestrator/steps";
import { type Bundle, forgetOldBuilds, storeBundle } from "./bundle-store";
import { type CompiledCode, compileHandlers, FUNCTION_NAMES } from "./compile";

export type Bundles = Readonly<Record<FunctionName, Bundle>>;

const BUILD_FOLDER = resolve(__dirname, "..", ".build", "functions");

/** Bundles all handlers for one plan. Throws esbuild's own error when a handler is missing or does not compile. */
export async function bundleFunctions(plan: Plan): Promise<Bundles> {
  const code = await compileHandlers(BUILD_FOLDER);
  const planJson = JSON.stringify(plan, null, 2);
  const bundles = FUNCTION_NAMES.map((name) => [name, bundleOf(name, code, planJson)] as const);
  forgetOldBuilds(BUILD_FOLDER);
  return Object.fromEntries(bundles) as Record<FunctionName, Bundle>;
}

function bundleOf(name: FunctionName, code: CompiledCode, planJson: string): Bundle {
  const compiled = ["index.js", "index.js.map"].map((file) => ({ name: file, text: code[join(name, file)] ?? "" }));
  return storeBundle(BUILD_FOLDER, name, [...compiled, { name: "plan.json", text: planJson }]);
}
