/** Messages as people get them, from what the topic sent. */
import type { JournalEntry } from "../kernel/journal";
import type { Notice } from "./result";

export function noticesIn(entries: readonly JournalEntry[], originMs: number): Notice[] {
  return entries
    .filter(({ kind }) => kind === "message-published")
    .map(({ atMs, facts }) => ({
      atSeconds: (atMs - originMs) / 1000,
      subject: String(facts.subject),
      email: String(facts.email),
      sms: String(facts.sms),
    }));
}
