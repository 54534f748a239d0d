/**
 * Compiles the lab for threads that live through thousands of nights. As `tsx` runs it, every function that is made gets its name
 * set by hand: a tenth of a night.
 */
import { readdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";

const REPOSITORY_FOLDER = resolve(__dirname, "../..");
/** Everything that the lab may import. */
const ROOMS = ["orchestrator", "state-machines", "lambdas", "infra", "lab"];

/** Compiles into a folder that does not exist yet; returns the file that a worker thread runs. */
export async function compileLab(folder: string): Promise<string> {
  await build({
    absWorkingDir: REPOSITORY_FOLDER,
    entryPoints: ROOMS.flatMap(sourcesIn),
    outdir: folder,
    outbase: REPOSITORY_FOLDER,
    // File by file, so that handlers are found where the assembly says that they are.
    bundle: false,
    platform: "node",
    target: "node20",
    format: "cjs",
    logLevel: "silent",
  });
  symlinkSync(join(REPOSITORY_FOLDER, "node_modules"), join(folder, "node_modules"), "dir");
  return join(folder, "lab/simulation/worker.js");
}

function sourcesIn(room: string): readonly string[] {
  const files = readdirSync(join(REPOSITORY_FOLDER, room), { recursive: true, encoding: "utf8" });
  return files.filter((file) => file.endsWith(".ts")).map((file) => join(room, file));
}
