/** A night as people read it: what was broken, what went wrong that night, what happened, and how to see it again. */
import type { Violation } from "../../lab/simulation/live-through";
import type { Night, When } from "../../lab/simulation/night";

/** Of a night among many: it has hundreds of lines, and to live through it again shows them all. */
export const SHORT_TIMELINE_LINES = 120;

export interface LivedNight {
  readonly violations: readonly Violation[];
  readonly night: Night;
  readonly timeline: readonly string[];
}

/**
 * @param title which night it is, without a colon
 * @param mostLines how much of what happened is shown, from the beginning
 */
export function violationText(
  title: string,
  file: string,
  { violations, night, timeline }: LivedNight,
  mostLines = timeline.length,
): string {
  const left = timeline.length - mostLines;
  return [
    "",
    `${title}:`,
    ...(violations.length === 0 ? ["  Every invariant holds."] : []),
    ...violations.map(({ invariant, finding }) => `  BROKEN ${invariant}: ${finding}`),
    "  What went wrong:",
    ...night.mishaps.map(({ when, act }) => `    ${whenText(when)}  ${JSON.stringify(act)}`),
    `    ${night.healsAfterSeconds} s  everything is mended; on-call: ${JSON.stringify(night.habits)}`,
    "  What happened:",
    ...timeline.slice(0, mostLines).map((line) => `  ${line}`),
    ...(left > 0 ? [`    and ${left} more lines; to live through it again shows all`] : []),
    `  Again: npm run simulate -- --night ${file}`,
  ].join("\n");
}

function whenText(when: When): string {
  if ("atSeconds" in when) return `${when.atSeconds} s`;
  const what = "once" in when ? when.once : `"${when.onceIn}"`;
  return `${when.thenSeconds} s after ${what}`;
}
