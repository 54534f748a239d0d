/** What took time: the run's states, AWS at work, the faults. Bars of the report's Gantt chart. */
import type { JournalEntry } from "../kernel/journal";
import { endedAtOnce } from "./ended-at-once";
import { isFault, mendedAtMs } from "./mending";
import type { Span } from "./result";

interface SpanRule {
  readonly lane: Span["lane"];
  readonly begins: string;
  readonly ends: string;
  /** Fact that pairs a beginning with its end. */
  readonly by: string;
  readonly name: (entry: JournalEntry) => string;
}

const AWS_AT_WORK: readonly SpanRule[] = [
  {
    lane: "aws",
    begins: "promotion-started",
    ends: "promotion-finished",
    by: "instanceId",
    name: ({ facts }) => `promotion of ${facts.instanceId}`,
  },
  {
    lane: "aws",
    begins: "instance-launched",
    ends: "instance-in-service",
    by: "instanceId",
    name: ({ facts }) => `boot of ${facts.instanceId}`,
  },
  {
    lane: "aws",
    begins: "replica-creation-started",
    ends: "replica-created",
    by: "instanceId",
    name: ({ facts }) => `creation of ${facts.instanceId}`,
  },
];

/** @param entries since the first fault @param endMs end of the drill, for what has not ended by then */
export function spansIn(entries: readonly JournalEntry[], originMs: number, endMs: number): Span[] {
  const found = [...faultSpans(entries, endMs), ...stateSpans(entries, endMs), ...awsSpans(entries, endMs)];
  return found.map(({ startMs, endMs: until, ...span }) => ({
    ...span,
    startSeconds: (startMs - originMs) / 1000,
    endSeconds: (until - originMs) / 1000,
  }));
}

interface RawSpan extends Pick<Span, "lane" | "name" | "detail"> {
  readonly startMs: number;
  readonly endMs: number;
}

function awsSpans(entries: readonly JournalEntry[], endMs: number): RawSpan[] {
  return AWS_AT_WORK.flatMap((rule) =>
    entries
      .filter(({ kind }) => kind === rule.begins)
      .map((begin) => {
        // A name may be another instance's later: the end is the first one after the beginning.
        const isEnd = ({ kind, facts, atMs }: JournalEntry) =>
          kind === rule.ends && facts[rule.by] === begin.facts[rule.by] && atMs >= begin.atMs;
        const end = entries.find(isEnd);
        return {
          lane: rule.lane,
          name: rule.name(begin),
          detail: begin.summary,
          startMs: begin.atMs,
          endMs: end?.atMs ?? endMs,
        };
      }),
  );
}

function faultSpans(entries: readonly JournalEntry[], endMs: number): RawSpan[] {
  return entries.filter(isFault).map((fault) => ({
    lane: "fault" as const,
    name: fault.summary,
    detail: fault.summary,
    startMs: fault.atMs,
    endMs: mendedAtMs(fault, entries) ?? endMs,
  }));
}

/** A state that is entered many times (the converge loop) is one bar, from its first entry to its last exit. */
function stateSpans(entries: readonly JournalEntry[], endMs: number): RawSpan[] {
  const named = stateNames(entries);
  const open = new Map<string, { name: string; startMs: number; endMs: number; visits: number }>();
  for (const { kind, facts, atMs } of entries) {
    if (kind !== "state-entered" && kind !== "state-exited") continue;
    if (!SHOWN_STATE_TYPES.includes(String(facts.stateType)) || isInsideLoop(String(facts.state))) continue;
    const key = `${facts.executionArn} ${facts.state}`;
    const span = open.get(key) ?? { name: named(facts), startMs: atMs, endMs, visits: 0 };
    open.set(key, span);
    if (kind === "state-entered") span.visits += 1;
    span.endMs = kind === "state-exited" ? atMs : endMs;
  }
  return [...open.values()].map(({ name, startMs, endMs: until, visits }) => ({
    lane: "baton" as const,
    name,
    detail: visits === 1 ? "one visit" : `${visits} visits`,
    startMs,
    endMs: until,
  }));
}

/** What a bar is called: its state, with the workflow where there are several; one that was refused is no step of the run. */
function stateNames(entries: readonly JournalEntry[]): (facts: JournalEntry["facts"]) => string {
  const ended = entries.filter((entry) => endedAtOnce(entry) !== null);
  const refused = new Map(ended.map((entry) => [entry.facts.executionArn, endedAtOnce(entry)]));
  const others = entries.filter(({ kind, facts }) => kind === "state-entered" && !refused.has(facts.executionArn));
  const hasMany = new Set(others.map(({ facts }) => machineOf(facts))).size > 1;
  return (facts) => {
    const word = refused.get(facts.executionArn);
    if (word) return `Another run's claim is ${word}`;
    return hasMany ? `${machineOf(facts).split("-").at(-1)}: ${facts.state}` : String(facts.state);
  };
}

/** `arn:...:execution:<state machine>:<name>` */
function machineOf({ executionArn }: JournalEntry["facts"]): string {
  return String(executionArn).split(":").at(-2) ?? "";
}

/** States of the converge loop are named "Promotion: look and act"; the state around the loop is the bar. */
function isInsideLoop(stateName: string): boolean {
  return stateName.includes(": ");
}

const SHOWN_STATE_TYPES = ["Task", "Map", "Parallel"];
