/**
 * Event patterns as EventBridge judges them [doc: "Creating Amazon EventBridge event patterns"]: fields are joined by AND,
 * the values of one field by OR, and an array in the event matches when any of its elements does.
 */
import { isRecord } from "../platform/input";
import { assertMatcher, invalidPattern, matchesAbsence, matchesValue } from "./pattern-matcher";

export type EventPattern = Readonly<Record<string, unknown>>;

/** Throws `InvalidEventPatternException` for a pattern that EventBridge would not take. */
export function assertPattern(pattern: unknown): asserts pattern is EventPattern {
  if (!isRecord(pattern) || Object.keys(pattern).length === 0)
    throw invalidPattern("a pattern must be a filled object");
  for (const [field, part] of Object.entries(pattern)) {
    if (field === "$or") assertAlternatives(part);
    else if (Array.isArray(part)) assertValues(field, part);
    else if (isRecord(part)) assertPattern(part);
    else throw invalidPattern(`"${field}" must be an object or an array`);
  }
}

export function matchesPattern(pattern: EventPattern, event: unknown): boolean {
  return Object.entries(pattern).every(([field, part]) =>
    field === "$or" ? matchesAny(part, event) : matchesField(part, fieldOf(event, field)),
  );
}

function assertAlternatives(part: unknown): void {
  if (!Array.isArray(part) || part.length < 2) throw invalidPattern("$or needs at least two patterns");
  for (const alternative of part) assertPattern(alternative);
}

function assertValues(field: string, values: readonly unknown[]): void {
  if (values.length === 0) throw invalidPattern(`empty arrays are not allowed: "${field}"`);
  for (const value of values) assertMatcher(value);
}

function matchesAny(part: unknown, event: unknown): boolean {
  return Array.isArray(part) && part.some((alternative) => isRecord(alternative) && matchesPattern(alternative, event));
}

function matchesField(part: unknown, value: unknown): boolean {
  if (Array.isArray(part)) return part.some((matcher) => matchesLeaf(matcher, value));
  if (!isRecord(part)) return false;
  const candidates = Array.isArray(value) ? value : [value];
  return candidates.some((candidate) => matchesPattern(part, candidate));
}

function matchesLeaf(matcher: unknown, value: unknown): boolean {
  if (value === undefined) return matchesAbsence(matcher);
  if (Array.isArray(value)) return value.some((element) => matchesValue(matcher, element));
  return matchesValue(matcher, value);
}

function fieldOf(event: unknown, field: string): unknown {
  return isRecord(event) && Object.hasOwn(event, field) ? event[field] : undefined;
}
