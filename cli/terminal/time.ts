/** Moments as people need them: the clock, in UTC, and how far away. */
import { spanText } from "../../orchestrator/message-text";

/** "2026-01-05 09:12:03Z". */
export function clockText(atMs: number): string {
  return new Date(atMs)
    .toISOString()
    .replace("T", " ")
    .replace(/\.\d+Z$/, "Z");
}

/** "3 min 20 s ago", "in 2 h", "now". */
export function awayText(atMs: number, nowMs: number): string {
  const seconds = Math.round((atMs - nowMs) / 1000);
  if (seconds === 0) return "now";
  return seconds < 0 ? `${spanText(-seconds)} ago` : `in ${spanText(seconds)}`;
}
