/** Makes every mistake in turn and says which of them no test noticed: `npm run mutants [-- part of a name]`. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import * as z from "zod";
import { MUTANTS, type Mutant } from "./mutants";
import { SourceCopy } from "./mutate";

/** Longer than any of the tests takes; a mistake that lets a test hang is noticed as well. */
const PATIENCE_MS = 300_000;

const report = z.object({
  numFailedTests: z.number(),
  numPassedTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
});

type Verdict = "passes" | "fails" | "hangs" | "does not run";

function runTest(copy: SourceCopy, test: string): Promise<Verdict> {
  const jest = join(copy.folder, "node_modules", "jest", "bin", "jest.js");
  const words = [jest, "--rootDir", copy.folder, "--json", "--reporters", "default", "-w", "1", test];
  return new Promise((answer) => {
    const options = { cwd: copy.folder, timeout: PATIENCE_MS, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, words, options, (error, output) => {
      if (error?.killed) answer("hangs");
      else answer(verdictIn(output));
    });
  });
}

function verdictIn(output: string): Verdict {
  const start = output.indexOf("{");
  const read = start < 0 ? null : report.parse(JSON.parse(output.slice(start)));
  if (read === null || read.numRuntimeErrorTestSuites > 0) return "does not run";
  if (read.numFailedTests > 0) return "fails";
  return read.numPassedTests > 0 ? "passes" : "does not run";
}

/** A test that fails without any mistake would notice nothing. */
async function refuseBrokenTests(copy: SourceCopy, mutants: readonly Mutant[]): Promise<void> {
  for (const test of new Set(mutants.map(({ killedBy }) => killedBy))) {
    const verdict = await runTest(copy, test);
    if (verdict !== "passes") throw new Error(`${test} ${verdict} although nothing is wrong.`);
  }
}

async function survivorsOf(copy: SourceCopy, mutants: readonly Mutant[]): Promise<Mutant[]> {
  const survivors: Mutant[] = [];
  for (const mutant of mutants) {
    const verdict = await copy.with(mutant, () => runTest(copy, mutant.killedBy));
    const isKilled = verdict === "fails" || verdict === "hangs";
    if (!isKilled) survivors.push(mutant);
    console.log(`${isKilled ? "killed  " : "SURVIVED"}  ${mutant.name}: ${mutant.killedBy} ${verdict}`);
  }
  return survivors;
}

async function main(): Promise<void> {
  const [part = ""] = process.argv.slice(2);
  const mutants = MUTANTS.filter(({ name }) => name.includes(part));
  if (mutants.length === 0) throw new Error(`No mutant's name contains "${part}".`);
  const copy = new SourceCopy();
  try {
    await refuseBrokenTests(copy, mutants);
    const survivors = await survivorsOf(copy, mutants);
    console.log(`${mutants.length - survivors.length} of ${mutants.length} mutants killed.`);
    process.exitCode = survivors.length === 0 ? 0 : 1;
  } finally {
    copy.remove();
  }
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
