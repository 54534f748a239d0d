/** Asks for a word before something that has consequences. */
import { createInterface } from "node:readline/promises";
import { UsageError } from "../usage-error";

/** Says what is about to happen; true when the person typed exactly this word. @throws UsageError without a terminal */
export async function isConfirmed(about: readonly string[], word: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new UsageError("this asks for a confirmation, and nobody sits at a terminal. Give --yes to go on without.");
  }
  process.stderr.write(`${about.join("\n")}\n`);
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await lines.question(`Type ${word} to go on, anything else to leave: `)).trim() === word;
  } finally {
    lines.close();
  }
}
