/** One run from its start to its end. */
import { executionConsoleUrl, spanText } from "../../orchestrator/message-text";
import { type RunReading, triggerText } from "../records/run-record";
import type { RunStory, TimelineEntry } from "../records/timeline";
import { fields, hanging } from "../terminal/layout";
import { type Screen, styled } from "../terminal/screen";
import { withShortArns } from "../terminal/short-arns";
import { clockText } from "../terminal/time";

const CLOCK_COLUMNS = 10;
/** Far more than any step's name. */
const WIDEST_STEP = 26;

export function storyPage({ run, timeline }: RunStory, screen: Screen): string[] {
  const stepColumns = Math.min(WIDEST_STEP, Math.max(0, ...timeline.map(({ step }) => step.length))) + 2;
  return [
    styled(screen, "bold", `Run ${run.runId}`),
    ...fields(rowsOf(run), 2, screen.columns),
    "",
    ...timeline.flatMap((entry) => lines(entry, run.startedAtMs, stepColumns, screen)),
  ];
}

function rowsOf(run: RunReading): (readonly [string, string])[] {
  const rows: (readonly [string, string | undefined])[] = [
    ["ran", run.workflow],
    ["outcome", run.outcome ?? "not over"],
    [
      "started",
      `${clockText(run.startedAtMs)}${run.endedAtMs === undefined ? "" : `, ended ${clockText(run.endedAtMs)}`}`,
    ],
    [run.trigger ? "by" : "reason", withShortArns(triggerText(run))],
    ["epoch", run.epoch?.toString()],
    ["recovery", run.recoverySeconds === undefined ? undefined : spanText(run.recoverySeconds)],
    ["data loss", dataLoss(run)],
    ["no writes for", frozenSpan(run)],
    ["decision", run.decision && `${run.decision.verdict}: ${run.decision.reasons.join(" ")}`],
    [
      "fence",
      Object.entries(run.fenceVerdicts ?? {})
        .map(([id, verdict]) => `${id} ${verdict}`)
        .join(", "),
    ],
    ["evidence", run.evidence?.observations.map(({ observer, verdict }) => `${observer} ${verdict}`).join(", ")],
    ["page", executionConsoleUrl(run.executionArn)],
  ];
  return rows.flatMap(([name, text]) => (text === undefined || text === "" ? [] : [[name, text] as const]));
}

function frozenSpan({ frozenAtMs, movedAtMs }: RunReading): string | undefined {
  return frozenAtMs === undefined || movedAtMs === undefined ? undefined : spanText((movedAtMs - frozenAtMs) / 1000);
}

function dataLoss({ outcome, estimatedDataLossSeconds }: RunReading): string | undefined {
  if (outcome !== "recovered") return undefined;
  const isKnown = estimatedDataLossSeconds !== undefined && estimatedDataLossSeconds !== null;
  return isKnown ? `at most ${spanText(estimatedDataLossSeconds)} (estimated)` : "unknown";
}

/** Since the start of the run, because that is what everybody asks first. */
function lines(
  { atMs, step, summary }: TimelineEntry,
  startedAtMs: number,
  stepColumns: number,
  screen: Screen,
): string[] {
  const first = `  ${sinceStart(atMs - startedAtMs).padEnd(CLOCK_COLUMNS)}${step.padEnd(stepColumns)}`;
  return hanging(
    first,
    Math.max(first.length, CLOCK_COLUMNS + stepColumns + 2),
    withShortArns(summary),
    screen.columns,
  );
}

/** "+03:54", "+1:03:54". */
function sinceStart(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const pair = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  return `+${hours > 0 ? `${hours}:` : ""}${pair(minutes)}:${pair(seconds % 60)}`;
}
