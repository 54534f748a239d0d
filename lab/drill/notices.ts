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

/** Messages that say word for word what another said before. */
export function repeatedNotices(notices: readonly Notice[]): readonly Notice[] {
  return notices.filter((notice, index) => notices.findIndex((other) => sameMessage(notice, other)) < index);
}

function sameMessage(left: Notice, right: Notice): boolean {
  return left.subject === right.subject && left.email === right.email;
}
