/** Runs and pauses in one list, newest first. */
import type { AutomationEntry } from "../records/automation-log";
import type { RunSummary } from "../records/run-list";
import { runLines } from "../records/run-rows";
import { hanging } from "../terminal/layout";
import { type Screen, styled } from "../terminal/screen";
import { clockText } from "../terminal/time";

export interface History {
  readonly application: string;
  readonly runs: readonly RunSummary[];
  readonly automation: readonly AutomationEntry[];
  readonly nowMs: number;
}

/** Width of the clock and of the word beside it, as in the rows of runs. */
const TEXT_COLUMN = 44;

export function historyPage({ application, runs, automation, nowMs }: History, screen: Screen): string[] {
  const entries = [
    ...runs.map((run) => ({ atMs: run.startedAtMs, lines: runLines(run, nowMs, screen) })),
    ...automation.map((entry) => ({ atMs: entry.atMs, lines: automationLines(entry, screen) })),
  ].sort((left, right) => right.atMs - left.atMs);
  const nothing = ["  nothing: no run in the last 90 days, and nobody ever paused the automation"];
  return [
    styled(screen, "bold", `${application}: what happened, newest first`),
    ...(entries.length === 0 ? nothing : entries.flatMap(({ lines }) => lines)),
  ];
}

function automationLines(entry: AutomationEntry, screen: Screen): string[] {
  const first = `  ${clockText(entry.atMs)}  ${entry.what}`.padEnd(TEXT_COLUMN);
  return hanging(first, TEXT_COLUMN, automationText(entry), screen.columns);
}

function automationText({ what, by, reason, untilMs, pausedBy }: AutomationEntry): string {
  if (what === "resumed") return pausedBy === undefined ? `by ${by}` : `by ${by}; it was paused by ${pausedBy}`;
  const end = untilMs === undefined ? "" : ` until ${clockText(untilMs)}`;
  return `by ${by}${end}: ${reason ?? "no reason given"}`;
}
