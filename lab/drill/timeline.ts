/** The timeline: what the journal holds, less what only a machine would read, in seconds since the first fault. */
import type { JournalEntry } from "../kernel/journal";
import type { TimelineLine } from "./result";

/** True, and of no interest to somebody who reads what happened. */
const MACHINE_KINDS: readonly string[] = [
  "resource-created",
  "schedule-fired",
  "event-delivered",
  "state-entered",
  "state-exited",
  "function-invoked",
  "fence-judged",
];

/** Kinds that the report marks as turning points, by what makes a general happening one. */
const TURNING_POINTS: readonly (readonly [what: string, is: (entry: JournalEntry) => boolean])[] = [
  ["region-returned", ({ kind }) => kind === "region-returned"],
  ["fault-injected", ({ actor }) => actor === "fault"],
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
    actor: entry.actor,
    what: turningPoint?.[0] ?? entry.kind,
    why: entry.summary,
  };
}
