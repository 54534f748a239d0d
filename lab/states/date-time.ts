/** ISO-8601 extended offset date-times, judged as strictly as Step Functions judges them. */

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/;
const MINUTE_MS = 60_000;

/** Needs `T`, a zone, calendar values that exist and at most 9 digits of fraction. */
export function isOffsetDateTime(text: string): boolean {
  const match = SHAPE.exec(text);
  if (!match) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return false;
  return hour <= 23 && minute <= 59 && second <= 59 && isOffset(match[8] ?? "");
}

function isOffset(zone: string): boolean {
  return zone === "Z" || (Number(zone.slice(1, 3)) <= 18 && Number(zone.slice(4)) <= 59);
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

/** Milliseconds since the epoch; finer fractions are cut off. For a text that `isOffsetDateTime`. */
export function parseOffsetDateTimeMs(text: string): number {
  const match = SHAPE.exec(text);
  if (!match) return Number.NaN;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const fractionMs = Number((match[7] ?? "").padEnd(3, "0").slice(0, 3));
  return Date.UTC(year, month - 1, day, hour, minute, second, fractionMs) - offsetMs(match[8] ?? "Z");
}

function offsetMs(zone: string): number {
  if (zone === "Z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4));
  return (zone.startsWith("-") ? -minutes : minutes) * MINUTE_MS;
}
