/** Makes every mistake in turn and lives through its night: `npm run mutants:nights [-- part of a name]`. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { INVARIANT_MUTANTS, type InvariantMutant, nightFile } from "./invariant-mutants";
import { SourceCopy } from "./mutate";

const PATIENCE_MS = 600_000;

/** Invariants that the night breaks; null where the command did not come to a verdict. */
function brokenIn(copy: SourceCopy, night: string): Promise<readonly string[] | null> {
  const words = ["--import", "tsx", join(copy.folder, "cli/baton.ts"), "simulate", "--night", nightFile(night)];
  return new Promise((answer) => {
    const options = { cwd: copy.folder, timeout: PATIENCE_MS, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, words, options, (_error, output) => {
      const broken = [...output.matchAll(/^ {2}BROKEN ([a-z-]+):/gm)].map(([, name = ""]) => name);
      const isVerdict = broken.length > 0 || output.includes("Every invariant holds.");
      answer(isVerdict ? [...new Set(broken)] : null);
    });
  });
}

/** A night that breaks something without any mistake would prove nothing: null where it does not. */
async function defectOf(copy: SourceCopy, { night }: InvariantMutant): Promise<string | null> {
  const broken = await brokenIn(copy, night);
  return broken?.length === 0 ? null : `its night ${night} breaks ${broken ?? "off"} although nothing is wrong`;
}

/** What the night breaks with the mistake, in words. */
async function judge(copy: SourceCopy, mutant: InvariantMutant): Promise<{ isCaught: boolean; seen: string }> {
  const broken = await copy.with(mutant, () => brokenIn(copy, mutant.night));
  const seen = broken === null ? "there is no verdict" : `its night breaks ${broken.join(", ") || "nothing"}`;
  if (!broken?.includes(mutant.breaks)) return { isCaught: false, seen };
  const defect = await defectOf(copy, mutant);
  return { isCaught: defect === null, seen: defect ?? seen };
}

async function main(): Promise<void> {
  const [part = ""] = process.argv.slice(2);
  const mutants = INVARIANT_MUTANTS.filter(({ name, breaks }) => `${name} ${breaks}`.includes(part));
  if (mutants.length === 0) throw new Error(`No mutant's name or invariant contains "${part}".`);
  const copy = new SourceCopy();
  let caught = 0;
  try {
    for (const mutant of mutants) {
      const { isCaught, seen } = await judge(copy, mutant);
      if (isCaught) caught += 1;
      console.log(`${isCaught ? "caught  " : "SURVIVED"}  ${mutant.name}, for ${mutant.breaks}: ${seen}`);
    }
    console.log(`${caught} of ${mutants.length} caught.`);
    process.exitCode = caught === mutants.length ? 0 : 1;
  } finally {
    copy.remove();
  }
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
