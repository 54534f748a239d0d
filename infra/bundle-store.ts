/**
 * Keeps bundles in folders named by their content, so that unchanged code is not deployed again, and builds of
 * different plans, or of tests that run side by side, never write into each other's folders.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface BundleFile {
  readonly name: string;
  readonly text: string;
}

/** Folder of one function's code, ready to be deployed. */
export interface Bundle {
  readonly folder: string;
  /** Hash of everything in the folder. */
  readonly contentHash: string;
}

const LONGEST_UNUSED_MS = 3_600_000;

/** Stores one bundle under `rootFolder`, unless it is there already. */
export function storeBundle(rootFolder: string, name: string, files: readonly BundleFile[]): Bundle {
  const contentHash = hashOf(files);
  const folder = join(rootFolder, `${name}-${contentHash.slice(0, 16)}`);
  if (!existsSync(folder)) writeFolder(folder, files);
  markAsUsed(folder);
  return { folder, contentHash };
}

export function markAsUsed(path: string): void {
  const now = new Date();
  utimesSync(path, now, now);
}

/** Removes what nobody has used for an hour: every change of a source leaves twenty megabytes behind. */
export function forgetOldBuilds(rootFolder: string): void {
  for (const name of readdirSync(rootFolder)) {
    const path = join(rootFolder, name);
    const usedAtMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY;
    if (usedAtMs < Date.now() - LONGEST_UNUSED_MS) rmSync(path, { recursive: true, force: true });
  }
}

function hashOf(files: readonly BundleFile[]): string {
  const hash = createHash("sha256");
  for (const { name, text } of files) hash.update(`${name}\n${text.length}\n${text}`);
  return hash.digest("hex");
}

/** Writes beside and renames, so that a folder that exists is always complete. */
function writeFolder(folder: string, files: readonly BundleFile[]): void {
  const draft = `${folder}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  for (const { name, text } of files) writeFileSync(join(draft, name), text);
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Another process may have finished the same folder in the meantime.
    if (!existsSync(folder)) throw error;
  }
}
