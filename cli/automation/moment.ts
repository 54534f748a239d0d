/** When a pause ends, as people write it: a span from now, or a moment with its time zone. */
import { InvalidArgumentError } from "commander";
import * as z from "zod";
import { LONGEST_PAUSE_SECONDS, SHORTEST_PAUSE_SECONDS } from "../../orchestrator/automation";

/** The end in epoch milliseconds, seen from a moment. */
export type End = (nowMs: number) => number;

const SPAN = /^(?=\d)(?:(\d{1,3})d)?(?:(\d{1,4})h)?(?:(\d{1,5})m)?$/i;
const LOCAL_MOMENT = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$/;
const ALLOWED =
  "Give a span like 90m, 2h, 1h30m or 1d, or a moment with its time zone like 2026-01-05T12:00Z or 2026-01-05T13:00+01:00.";
const MOMENT = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(:\d{2})?(Z|[+-]\d{2}:\d{2})$/;
/** Knows the days of every month, which `Date` only rolls over. */
const calendar = z.iso.datetime({ offset: true });

/** @throws InvalidArgumentError, which the command line shows with its usage */
export function parseEnd(given: string): End {
  const text = given.trim();
  const span = SPAN.exec(text);
  if (span) return after(span);
  const atMs = momentOf(text);
  if (atMs !== undefined) return () => atMs;
  const why = LOCAL_MOMENT.test(text) ? "It says no time zone, so it could mean several moments. " : "";
  throw new InvalidArgumentError(why + ALLOWED);
}

function momentOf(text: string): number | undefined {
  const [, minute, second = ":00", zone] = MOMENT.exec(text) ?? [];
  const whole = `${minute}${second}${zone}`;
  return calendar.safeParse(whole).success ? Date.parse(whole) : undefined;
}

/** Whole seconds: nobody means more. */
function after([, days = "0", hours = "0", minutes = "0"]: RegExpExecArray): End {
  const seconds = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60;
  if (seconds < SHORTEST_PAUSE_SECONDS || seconds > LONGEST_PAUSE_SECONDS)
    throw new InvalidArgumentError(`A pause takes from 1m to ${LONGEST_PAUSE_SECONDS / 86_400}d.`);
  return (nowMs) => Math.ceil(nowMs / 1000 + seconds) * 1000;
}
