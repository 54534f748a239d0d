/** Wait: for a number of seconds, or until a moment. */
import { isOffsetDateTime, parseOffsetDateTimeMs } from "./date-time";
import { type Departure, leave } from "./leave";
import type { WaitState } from "./machine";
import { pauseUntil } from "./pause";
import type { Visit } from "./visit";

const LONGEST_WAIT_SECONDS = 2 ** 31 - 1;

export async function runWait(visit: Visit<WaitState>): Promise<Departure> {
  const { execution, cancellation } = visit.branch;
  const nowMs = execution.clock.now();
  const untilMs = await waitUntilMs(visit, nowMs);
  if (untilMs - nowMs > LONGEST_WAIT_SECONDS * 1000) throw visit.runtimeFailure("Wait state delay is too long.");
  if (untilMs > nowMs) await pauseUntil(execution.clock, untilMs, cancellation);
  return leave(visit, visit.state, visit.input);
}

async function waitUntilMs(visit: Visit<WaitState>, nowMs: number): Promise<number> {
  const { seconds, timestamp } = visit.state;
  if (timestamp) return timestampMs(visit, (await visit.evaluateAs(timestamp, "string")) as string);
  return nowMs + 1000 * (seconds ? secondsOf(visit, await visit.evaluateNumber(seconds)) : 0);
}

/** AWS's texts for expressions are not published; these follow the ones of its paths. [est] */
function secondsOf(visit: Visit, seconds: number): number {
  if (!Number.isInteger(seconds))
    throw visit.runtimeFailure(`The Seconds field cannot be parsed as a long value: ${seconds}`);
  if (seconds < 0) throw visit.runtimeFailure(`The Seconds field is a negative value: ${seconds}`);
  return seconds;
}

function timestampMs(visit: Visit, text: string): number {
  if (isOffsetDateTime(text)) return parseOffsetDateTimeMs(text);
  const problem = `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`;
  throw visit.queryFailure(problem, "Timestamp", false);
}
