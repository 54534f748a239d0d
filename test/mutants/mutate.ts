/** One mistake in a copy of the source. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export interface Edit {
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly text: string;
  readonly becomes: string;
}

export interface Mistake extends Edit {
  /** What goes wrong, in kebab-case. */
  readonly name: string;
  /** The same mistake in the guards behind it, in other files: they would hide it. */
  readonly and?: readonly Edit[];
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

/**
 * The files that the mistake is in, as they become.
 * @throws Error when a text does not stand in its file exactly once: it would test nothing, or something else
 */
export function mutated({ name, and = [], ...first }: Mistake): ReadonlyMap<string, string> {
  return new Map([first, ...and].map((edit) => [edit.file, edited(name, edit)]));
}

function edited(mutant: string, { file, text, becomes }: Edit): string {
  const source = readFileSync(join(ROOT, file), "utf8");
  const found = source.split(text).length - 1;
  if (found === 1) return source.replace(text, () => becomes);
  throw new Error(
    `The mutant ${mutant} wants its text once in ${file} and finds it ${found} times: adapt it. Text: ${text}`,
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
    const files = [...mutated(mutant)].map(([name, text]) => ({ file: join(this.folder, name), text }));
    const sources = files.map(({ file }) => readFileSync(file, "utf8"));
    for (const { file, text } of files) writeFileSync(file, text);
    try {
      return await work();
    } finally {
      files.forEach(({ file }, index) => void writeFileSync(file, sources[index] ?? ""));
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
