/** Executions that never became a run. To Step Functions they are successes; to whoever reads, nothing was done. */
import type { JournalEntry } from "../kernel/journal";

/** By the outcome in the execution's output, how it reads. */
const WORDS: Readonly<Record<string, string>> = {
  refused: "refused",
  ignored: "ignored",
  "invalid-input": "refused for its input",
};

/** "refused" or "ignored"; null for an execution that did its work, failed, or has not ended. */
export function endedAtOnce({ kind, facts }: JournalEntry): string | null {
  if (kind !== "execution-ended" || facts.status !== "SUCCEEDED") return null;
  return typeof facts.output === "string" ? (WORDS[outcomeIn(facts.output)] ?? null) : null;
}

function outcomeIn(output: string): string {
  const parsed: unknown = JSON.parse(output);
  return typeof parsed === "object" && parsed !== null && "outcome" in parsed ? String(parsed.outcome) : "";
}
