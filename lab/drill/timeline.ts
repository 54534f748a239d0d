/** The timeline: what the journal holds, less what only a machine would read, in seconds since the first fault. */
import type { JournalEntry } from "../kernel/journal";
import { endedAtOnce } from "./ended-at-once";
import { isFault, isMending } from "./mending";
import type { TimelineLine } from "./result";
import { withShortArns } from "./short-arns";

/** True, and of no interest to somebody who reads what happened. */
const MACHINE_KINDS: readonly string[] = [
  "resource-created",
  "schedule-fired",
  "event-delivered",
  "state-entered",
  "state-exited",
  "function-invoked",
  "function-failed",
  "fence-judged",
];

/** Kinds that the report marks as turning points, by what makes a general happening one. */
const TURNING_POINTS: readonly (readonly [what: string, is: (entry: JournalEntry) => boolean])[] = [
  ["region-returned", ({ kind }) => kind === "region-returned"],
  ["fault-mended", isMending],
  ["fault-injected", isFault],
  ["alarm-fired", ({ kind, facts }) => kind === "alarm-state-changed" && facts.state === "ALARM"],
  ["traffic-switched", ({ kind }) => kind === "dns-answer-changed"],
];

export function isForPeople({ kind }: JournalEntry): boolean {
  return !MACHINE_KINDS.includes(kind);
}

export function timelineLine(entry: JournalEntry, originMs: number): TimelineLine {
  const turningPoint = TURNING_POINTS.find(([, is]) => is(entry));
  return {
    atSeconds: (entry.atMs - originMs) / 1000,
    region: entry.place,
    actor: isMending(entry) ? "mending" : entry.actor,
    what: turningPoint?.[0] ?? entry.kind,
    why: withShortArns(inWords(entry)),
  };
}

/** Step Functions calls it a success when an execution has done nothing because another one is at work. */
function inWords(entry: JournalEntry): string {
  const word = endedAtOnce(entry);
  return word ? entry.summary.replace(/SUCCEEDED$/, `ended: ${word}`) : entry.summary;
}
