/** One mistake in a copy of the source. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export interface Mistake {
  /** What goes wrong, in kebab-case. */
  readonly name: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly text: string;
  readonly becomes: string;
}

const ROOT = resolve(__dirname, "../..");
/** All that a test may read. */
const SOURCES = [
  "plans",
  "orchestrator",
  "state-machines",
  "lambdas",
  "infra",
  "lab",
  "cli",
  "test",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "jest.config.cjs",
];

/** @throws Error when the mutant's text does not stand in the file exactly once: it would test nothing, or something else */
export function mutated({ name, file, text, becomes }: Mistake): string {
  const source = readFileSync(join(ROOT, file), "utf8");
  const found = source.split(text).length - 1;
  if (found === 1) return source.replace(text, () => becomes);
  throw new Error(
    `The mutant ${name} wants its text once in ${file} and finds it ${found} times: adapt it. Text: ${text}`,
  );
}

/** A copy of the source in a folder of its own, which mutants take turns in. */
export class SourceCopy {
  readonly folder = mkdtempSync(join(tmpdir(), "baton-mutants-"));

  constructor() {
    for (const source of SOURCES) cpSync(join(ROOT, source), join(this.folder, source), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(this.folder, "node_modules"));
  }

  /** Makes the mistake, lets `work` look at it, and takes it back. */
  async with<Seen>(mutant: Mistake, work: () => Promise<Seen>): Promise<Seen> {
    const file = join(this.folder, mutant.file);
    const source = readFileSync(file, "utf8");
    writeFileSync(file, mutated(mutant));
    try {
      return await work();
    } finally {
      writeFileSync(file, source);
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
