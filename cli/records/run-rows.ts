/** Runs as rows: when, what became of it, how long it took; below, what it ran, who started it and its name. */
import { spanText } from "../../orchestrator/message-text";
import { hanging, paragraph } from "../terminal/layout";
import { type Screen, styled } from "../terminal/screen";
import { withShortArns } from "../terminal/short-arns";
import { awayText, clockText } from "../terminal/time";
import { outcomeText, type RunSummary } from "./run-list";

const OUTCOME_COLUMNS = 19;
const INDENT = 4;

const OUTCOME_STYLES: Readonly<Record<string, "green" | "red" | "yellow">> = {
  recovered: "green",
  moved: "green",
  "needs-operator": "red",
  "awaiting-approval": "yellow",
  failed: "red",
  aborted: "red",
  "timed-out": "red",
};

export function runRows(runs: readonly RunSummary[], nowMs: number, screen: Screen): string[] {
  return runs.flatMap((run) => runLines(run, nowMs, screen));
}

export function runLines(run: RunSummary, nowMs: number, screen: Screen): string[] {
  const outcome = outcomeText(run);
  const first = `  ${clockText(run.startedAtMs)}  ${outcome.padEnd(OUTCOME_COLUMNS)} `;
  const [head = "", ...rest] = hanging(first, first.length, figures(run, nowMs), screen.columns);
  const style = OUTCOME_STYLES[outcome];
  const startedBy = run.startedBy === "" ? "" : `, ${withShortArns(run.startedBy)}`;
  return [
    style ? head.replace(outcome, styled(screen, style, outcome)) : head,
    ...rest,
    ...paragraph(`${run.workflow}${startedBy} [${run.runId}]`, INDENT, screen.columns),
  ];
}

function figures({ recoverySeconds, estimatedDataLossSeconds, startedAtMs }: RunSummary, nowMs: number): string {
  if (recoverySeconds === null) return awayText(startedAtMs, nowMs);
  const loss = estimatedDataLossSeconds === null ? "unknown" : `at most ${spanText(estimatedDataLossSeconds)}`;
  return `${awayText(startedAtMs, nowMs)}; recovery ${spanText(recoverySeconds)}, data loss ${loss}`;
}
