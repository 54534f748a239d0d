/** The storefront plan, synthesized once for all tests: the assembly is kept in `.build` until a source of it changes. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { forgetOldBuilds, markAsUsed } from "../../infra/bundle-store";
import { type Plan, planSchema } from "../../orchestrator/plan";
import { plan } from "../../plans/storefront";

const ROOT = resolve(__dirname, "../..");
const ASSEMBLIES = join(ROOT, ".build", "assemblies");
const PLAN_FILE = "plans/storefront.ts";
/** Everything that the assembly is made of. */
const SOURCES = ["plans", "orchestrator", "state-machines", "lambdas", "infra", "package-lock.json"];

export const storefrontPlan: Plan = planSchema.parse(plan);

/** Folder of the cloud assembly; synthesized in a process of its own when it is missing or stale. */
export function storefrontAssembly(): string {
  known ??= findOrSynthesize();
  return known;
}

let known: string | undefined;

function findOrSynthesize(): string {
  const folder = join(ASSEMBLIES, hashOf(SOURCES));
  if (!existsSync(folder)) synthesizeInto(folder);
  markAsUsed(folder);
  forgetOldBuilds(ASSEMBLIES);
  return folder;
}

/** Written beside and renamed, so that a folder that exists is complete, whoever else is synthesizing. */
function synthesizeInto(folder: string): void {
  const draft = `${folder}.${process.pid}`;
  const script = join("test", "support", "synthesize.ts");
  execFileSync(process.execPath, ["--import", "tsx", script, PLAN_FILE, draft], { cwd: ROOT, stdio: "inherit" });
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

function hashOf(paths: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of paths.flatMap(filesIn)) hash.update(`${file}\n`).update(readFileSync(join(ROOT, file)));
  return hash.digest("hex").slice(0, 16);
}

function filesIn(path: string): string[] {
  if (path.endsWith(".json")) return [path];
  const entries = readdirSync(join(ROOT, path), { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
    .sort();
}
