/**
 * The automation's brake: who may pull it, who may let it go, and how it reads. Pausing takes decisions away from the
 * machine; detection, recording and warming up go on. Pure functions from the brake as it is to the brake as it must be.
 */
import type { Automation } from "./baton";

/** A pause that nobody remembers is found on the night it matters. */
export const LONGEST_PAUSE_SECONDS = 30 * 24 * 3600;
/** Shorter than this it would be over before anybody has read about it. */
export const SHORTEST_PAUSE_SECONDS = 60;

export type AutomationChange =
  | { readonly changed: true; readonly automation: Automation }
  /** It already is as wanted. */
  | { readonly changed: false }
  /** One sentence: why not, and what to do instead. */
  | { readonly refusal: string };

export interface PauseRequest {
  readonly by: string;
  readonly reason: string;
  readonly untilMs: number;
  readonly nowMs: number;
}

/** Pauses until a moment. Who has paused may change the end; anybody else has to resume first, knowing whose brake it is. */
export function pauseAutomation(current: Automation, { by, reason, untilMs, nowMs }: PauseRequest): AutomationChange {
  const refusal = refuseEnd(untilMs, nowMs);
  if (refusal) return { refusal };
  if (isPaused(current, nowMs) && current.pausedBy !== by) {
    return { refusal: `The automation is ${pauseText(current)}. Talk to them, then resume it before you pause it.` };
  }
  return { changed: true, automation: { enabled: false, pausedBy: by, reason, pausedUntilMs: untilMs } };
}

/** Anybody may resume. A pause that has run out is cleared too. */
export function resumeAutomation(current: Automation): AutomationChange {
  return current.enabled ? { changed: false } : { changed: true, automation: { enabled: true } };
}

/** Whether the brake is on now; a pause that has run out is none. */
export function isPaused({ enabled, pausedUntilMs }: Automation, nowMs: number): boolean {
  return !enabled && (pausedUntilMs === undefined || pausedUntilMs > nowMs);
}

/** "paused by ada (migration) until 2026-01-05T12:00:00Z". */
export function pauseText({ pausedBy = "somebody", reason = "no reason given", pausedUntilMs }: Automation): string {
  const until = pausedUntilMs === undefined ? "somebody resumes it" : timeText(pausedUntilMs);
  return `paused by ${pausedBy} (${reason}) until ${until}`;
}

function refuseEnd(untilMs: number, nowMs: number): string | undefined {
  const seconds = (untilMs - nowMs) / 1000;
  const end = timeText(untilMs);
  if (seconds <= 0) return `The pause would end at ${end}, which has passed: it is ${timeText(nowMs)} now.`;
  if (seconds < SHORTEST_PAUSE_SECONDS) {
    return `The pause would end at ${end}, in ${Math.floor(seconds)} s; the least is ${SHORTEST_PAUSE_SECONDS} s.`;
  }
  if (seconds > LONGEST_PAUSE_SECONDS) {
    const days = LONGEST_PAUSE_SECONDS / 86_400;
    return `The pause would end at ${end}; the most is ${days} days, because a forgotten pause is found on the night it matters.`;
  }
  return undefined;
}

function timeText(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d+Z$/, "Z");
}
