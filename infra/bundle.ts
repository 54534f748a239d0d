/**
 * Bundles every handler with one esbuild call: ten times faster than one process per function.
 *
 * The AWS SDK goes into the bundle although the Lambda runtime brings one: a bundle starts faster than the runtime's
 * copy, and what was rehearsed in the lab is then exactly what runs, on the day of the incident too.
 */
import { join, relative, resolve } from "node:path";
import { build, type OutputFile } from "esbuild";
import type { Plan } from "../orchestrator/plan";
import { type FunctionName, handlerEntry, SERVICE_FUNCTION_NAMES, STEP_NAMES } from "../orchestrator/steps";
import { type Bundle, type BundleFile, forgetOldBundles, storeBundle } from "./bundle-store";
import { leanPackages } from "./lean-packages";

export const FUNCTION_NAMES: readonly FunctionName[] = [...STEP_NAMES, ...SERVICE_FUNCTION_NAMES];

/** The bundle of each function: `index.js`, `index.js.map` and the plan. */
export type Bundles = Readonly<Record<FunctionName, Bundle>>;

const REPOSITORY_FOLDER = resolve(__dirname, "..");
const BUILD_FOLDER = join(REPOSITORY_FOLDER, ".build", "functions");

/** Bundles all handlers for one plan. Throws esbuild's own error when a handler is missing or does not compile. */
export async function bundleFunctions(plan: Plan): Promise<Bundles> {
  const outputFiles = await compile();
  const planFile = { name: "plan.json", text: JSON.stringify(plan, null, 2) };
  const bundles = FUNCTION_NAMES.map((name) => {
    const files = [...codeOf(name, outputFiles), planFile];
    return [name, storeBundle(BUILD_FOLDER, name, files)] as const;
  });
  forgetOldBundles(BUILD_FOLDER);
  return Object.fromEntries(bundles) as Record<FunctionName, Bundle>;
}

async function compile(): Promise<readonly OutputFile[]> {
  const { outputFiles } = await build({
    absWorkingDir: REPOSITORY_FOLDER,
    entryPoints: FUNCTION_NAMES.map((name) => ({ in: handlerEntry(name), out: `${name}/index` })),
    outdir: BUILD_FOLDER,
    write: false,
    bundle: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    // The ES module builds of the SDK let esbuild drop what no handler uses.
    mainFields: ["module", "main"],
    plugins: [leanPackages],
    alias: { "@aws-sdk/credential-provider-node": join(__dirname, "lambda-credentials.ts") },
    minify: true,
    // Errors set their names themselves, so shorter class names cannot break a Catch of the state machine.
    keepNames: false,
    sourcemap: "linked",
    // Line numbers are enough: the sources are in the repository.
    sourcesContent: false,
    legalComments: "none",
    logLevel: "silent",
  });
  return outputFiles;
}

function codeOf(name: FunctionName, outputFiles: readonly OutputFile[]): readonly BundleFile[] {
  return outputFiles
    .map(({ path, text }) => ({ name: relative(join(BUILD_FOLDER, name), path), text }))
    .filter((file) => file.name === "index.js" || file.name === "index.js.map");
}
