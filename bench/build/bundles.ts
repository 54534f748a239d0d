/** Size and cold import of every function's bundle, in a fresh process each, less what an empty process costs. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const TRIES = 3;

export interface Bundle {
  readonly functionName: string;
  readonly kilobytes: number;
  readonly coldImportMs: number;
}

/** Largest first. */
export function measureBundles(assemblyFolder: string): Bundle[] {
  return readdirSync(assemblyFolder)
    .map((name) => join(assemblyFolder, name))
    .filter((folder) => existsSync(join(folder, "index.js")))
    .map((folder) => ({
      functionName: functionName(folder),
      kilobytes: statSync(join(folder, "index.js")).size / 1024,
      coldImportMs: coldImportMs(folder),
    }))
    .sort((left, right) => right.kilobytes - left.kilobytes);
}

/** The source map names the handler's own source last. */
function functionName(folder: string): string {
  const sources = JSON.parse(readFileSync(join(folder, "index.js.map"), "utf8")).sources as string[];
  return (sources.findLast((source) => source.endsWith(".lambda.ts")) ?? folder)
    .replace(/^.*\//, "")
    .replace(".lambda.ts", "");
}

/** Best of a few, because the machine does other things too. */
function coldImportMs(folder: string): number {
  const script = `const t=performance.now();require(${JSON.stringify(join(folder, "index.js"))});console.log(performance.now()-t)`;
  const tries = Array.from({ length: TRIES }, () => {
    const { stdout, stderr, status } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
    if (status !== 0) throw new Error(`The bundle in ${folder} cannot be imported: ${stderr}`);
    return Number(stdout.trim().split("\n").at(-1));
  });
  return Math.min(...tries);
}
