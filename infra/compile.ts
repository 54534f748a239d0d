/** Compiles every handler with one esbuild call (ten times faster than one process each), and only when a source has changed. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { build } from "esbuild";
import { type FunctionName, handlerEntry, SERVICE_FUNCTION_NAMES, STEP_NAMES } from "../orchestrator/steps";
import { markAsUsed } from "./bundle-store";
import { leanPackages } from "./lean-packages";

export const FUNCTION_NAMES: readonly FunctionName[] = [...STEP_NAMES, ...SERVICE_FUNCTION_NAMES];

/** Text of each output file, by its path: `claim/index.js`, `claim/index.js.map`, ... */
export type CompiledCode = Readonly<Record<string, string>>;

const REPOSITORY_FOLDER = resolve(__dirname, "..");
/** All that can end up in a bundle: import rules keep every other room out. Packages are pinned by the lock file. */
const SOURCES = [
  "lambdas",
  "orchestrator",
  "infra/compile.ts",
  "infra/lean-packages.ts",
  "infra/lambda-credentials.ts",
  "package-lock.json",
];

/** The compiled handlers, kept in `buildFolder`. Throws esbuild's own error when one is missing or does not compile. */
export async function compileHandlers(buildFolder: string): Promise<CompiledCode> {
  const kept = join(buildFolder, `compiled-${hashSources()}.json`);
  if (existsSync(kept)) {
    markAsUsed(kept);
    return JSON.parse(readFileSync(kept, "utf8"));
  }
  const code = await compile();
  mkdirSync(dirname(kept), { recursive: true });
  const draft = `${kept}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(code));
  renameSync(draft, kept);
  return code;
}

async function compile(): Promise<CompiledCode> {
  const { outputFiles } = await build({
    absWorkingDir: REPOSITORY_FOLDER,
    entryPoints: FUNCTION_NAMES.map((name) => ({ in: handlerEntry(name), out: `${name}/index` })),
    outdir: REPOSITORY_FOLDER,
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
  return Object.fromEntries(outputFiles.map(({ path, text }) => [relative(REPOSITORY_FOLDER, path), text]));
}

function hashSources(): string {
  const hash = createHash("sha256");
  for (const file of SOURCES.flatMap(filesUnder))
    hash.update(`${file}\n`).update(readFileSync(join(REPOSITORY_FOLDER, file)));
  return hash.digest("hex").slice(0, 16);
}

/** A file itself, or every TypeScript file below a folder, in an order that never changes. */
function filesUnder(path: string): readonly string[] {
  if (/\.\w+$/.test(path)) return [path];
  const names = readdirSync(join(REPOSITORY_FOLDER, path), { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(path, name))
    .sort();
}
