/**
 * Bundles every handler with one esbuild call: ten times faster than one process per function.
 *
 * The AWS SDK goes into the bundle although the Lambda runtime brings one: a bundle starts faster than the runtime's
 * copy, and what was rehearsed in the lab is then exactly what runs, on the day of the incident too.
 * Folders are named by content, so that builds of different plans may run side by side and unchanged code is not redeployed.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { build, type OutputFile } from "esbuild";
import type { Plan } from "../orchestrator/plan";
import { type FunctionName, handlerEntry, SERVICE_FUNCTION_NAMES, STEP_NAMES } from "../orchestrator/steps";

export const FUNCTION_NAMES: readonly FunctionName[] = [...STEP_NAMES, ...SERVICE_FUNCTION_NAMES];

/** Deployable folder of one function: `index.js`, `index.js.map` and the plan. */
export interface Bundle {
  readonly folder: string;
  /** Hash of everything in the folder. */
  readonly contentHash: string;
  readonly bytes: number;
}
export type Bundles = Readonly<Record<FunctionName, Bundle>>;

const REPOSITORY_FOLDER = resolve(__dirname, "..");
const BUILD_FOLDER = join(REPOSITORY_FOLDER, ".build", "functions");

/** Bundles all handlers for one plan. Throws esbuild's own errors when a handler does not compile. */
export async function bundleFunctions(plan: Plan): Promise<Bundles> {
  const outputFiles = await compile();
  const planJson = JSON.stringify(plan, null, 2);
  const bundles = FUNCTION_NAMES.map(
    (name) => [name, storeBundle(name, filesOf(name, outputFiles), planJson)] as const,
  );
  return Object.fromEntries(bundles) as Record<FunctionName, Bundle>;
}

async function compile(): Promise<readonly OutputFile[]> {
  const { outputFiles } = await build({
    absWorkingDir: REPOSITORY_FOLDER,
    entryPoints: FUNCTION_NAMES.filter((name) => existsSync(join(REPOSITORY_FOLDER, handlerEntry(name)))).map(
      (name) => ({
        in: handlerEntry(name),
        out: name,
      }),
    ),
    outdir: BUILD_FOLDER,
    write: false,
    bundle: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    // The ES module builds of the SDK let esbuild drop what no handler uses.
    mainFields: ["module", "main"],
    minify: true,
    // Error classes set their names themselves, so that minifying cannot break a Catch of the state machine.
    keepNames: false,
    sourcemap: "linked",
    sourcesContent: false,
    legalComments: "none",
    logLevel: "silent",
  });
  return outputFiles;
}

interface BundleFile {
  readonly name: string;
  readonly text: string;
}

function filesOf(name: FunctionName, outputFiles: readonly OutputFile[]): readonly BundleFile[] {
  return outputFiles
    .map((file) => ({ name: relative(BUILD_FOLDER, file.path).split(sep).join("/"), text: file.text }))
    .filter((file) => file.name === `${name}.js` || file.name === `${name}.js.map`)
    .map((file) => ({
      name: file.name.replace(name, "index"),
      text: file.text.replace(`sourceMappingURL=${name}.js.map`, "sourceMappingURL=index.js.map"),
    }));
}

function storeBundle(name: FunctionName, code: readonly BundleFile[], planJson: string): Bundle {
  const files = [...code, { name: "plan.json", text: planJson }];
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${file.name}\n${file.text.length}\n${file.text}`);
  const contentHash = hash.digest("hex");
  const folder = join(BUILD_FOLDER, `${name}-${contentHash.slice(0, 16)}`);
  if (!existsSync(folder)) writeFolder(folder, files);
  return { folder, contentHash, bytes: Buffer.byteLength(code[0]?.text ?? "") };
}

/** Writes beside and renames, so that a folder that exists is always complete. */
function writeFolder(folder: string, files: readonly BundleFile[]): void {
  const draft = `${folder}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  for (const file of files) writeFileSync(join(draft, file.name), file.text);
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Another process may have finished the same folder in the meantime.
    if (!existsSync(folder)) throw error;
  }
}
