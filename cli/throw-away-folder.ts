/** A folder for what one command synthesizes, gone when the process ends. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A signal that nobody listens to leaves it behind: `signals.ts` turns those into an end. */
export function throwAwayFolder(command: string): string {
  const folder = mkdtempSync(join(tmpdir(), `baton-${command}-`));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
