/** One value of a pattern's array: a literal, or one operator. An operator that is not known is an error, never a mismatch. */
import { AwsError } from "../../kernel/service";
import { isRecord } from "../platform/input";
import { assertNumeric, matchesNumeric } from "./numeric-matcher";

interface Operator {
  assert(argument: unknown): void;
  matches(argument: unknown, value: unknown): boolean;
}

export function invalidPattern(reason: string): AwsError {
  return new AwsError("InvalidEventPatternException", `Event pattern is not valid. Reason: ${reason}`);
}

const OPERATORS: Readonly<Record<string, Operator>> = {
  prefix: affix("prefix", (text, part) => text.startsWith(part)),
  suffix: affix("suffix", (text, part) => text.endsWith(part)),
  "equals-ignore-case": {
    assert: (argument) => assertText("equals-ignore-case", argument),
    matches: (argument, value) => isText(value) && isText(argument) && value.toLowerCase() === argument.toLowerCase(),
  },
  wildcard: {
    assert: (argument) => assertText("wildcard", argument),
    matches: (argument, value) => isText(value) && isText(argument) && wildcard(argument).test(value),
  },
  numeric: { assert: assertNumeric, matches: matchesNumeric },
  exists: {
    assert: (argument) => {
      if (typeof argument !== "boolean") throw invalidPattern("exists must be true or false");
    },
    matches: (argument) => argument === true,
  },
  "anything-but": { assert: assertAnythingBut, matches: (argument, value) => !isExcluded(argument, value) },
};

export function assertMatcher(matcher: unknown): void {
  if (isLiteral(matcher)) return;
  const [operator, argument] = operatorOf(matcher);
  operator.assert(argument);
}

export function matchesValue(matcher: unknown, value: unknown): boolean {
  if (isLiteral(matcher)) return matcher === value;
  const [operator, argument] = operatorOf(matcher);
  return !isRecord(value) && operator.matches(argument, value);
}

/** Only `{"exists": false}` matches a field that is not there. */
export function matchesAbsence(matcher: unknown): boolean {
  return isRecord(matcher) && matcher.exists === false;
}

function operatorOf(matcher: unknown): readonly [Operator, unknown] {
  const entries = isRecord(matcher) ? Object.entries(matcher) : [];
  const [entry, ...others] = entries;
  if (!entry || others.length > 0) throw invalidPattern("a matcher must hold exactly one operator");
  const operator = Object.hasOwn(OPERATORS, entry[0]) ? OPERATORS[entry[0]] : undefined;
  if (!operator) throw invalidPattern(`Unrecognized match type ${entry[0]}`);
  return [operator, entry[1]];
}

function affix(name: string, holds: (text: string, part: string) => boolean): Operator {
  return {
    assert: (argument) => assertText(name, isRecord(argument) ? argument["equals-ignore-case"] : argument),
    matches: (argument, value) => {
      if (!isText(value)) return false;
      if (isText(argument)) return holds(value, argument);
      const insensitive = isRecord(argument) ? argument["equals-ignore-case"] : undefined;
      return isText(insensitive) && holds(value.toLowerCase(), insensitive.toLowerCase());
    },
  };
}

const EXCLUSIONS = ["prefix", "suffix", "equals-ignore-case", "wildcard"];

function assertAnythingBut(argument: unknown): void {
  const items = Array.isArray(argument) ? argument : [argument];
  if (items.length === 0) throw invalidPattern("anything-but must not be empty");
  if (!isRecord(argument)) {
    if (items.every((item) => isText(item) || typeof item === "number")) return;
    throw invalidPattern("anything-but takes strings, numbers or one operator");
  }
  const unknown = Object.keys(argument).find((name) => !EXCLUSIONS.includes(name));
  if (unknown !== undefined) throw invalidPattern(`Unrecognized match type ${unknown} in anything-but`);
  for (const item of excludedItems(argument)) assertMatcher(item);
}

function isExcluded(argument: unknown, value: unknown): boolean {
  if (isRecord(argument)) return excludedItems(argument).some((item) => matchesValue(item, value));
  return (Array.isArray(argument) ? argument : [argument]).includes(value);
}

/** `{"prefix": ["a", "b"]}` excludes both. */
function excludedItems(argument: Readonly<Record<string, unknown>>): readonly unknown[] {
  return Object.entries(argument).flatMap(([name, items]) =>
    (Array.isArray(items) ? items : [items]).map((item) => ({ [name]: item })),
  );
}

function wildcard(pattern: string): RegExp {
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^]*")}$`);
}

function assertText(name: string, argument: unknown): void {
  if (!isText(argument)) throw invalidPattern(`${name} match pattern must be a string`);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isLiteral(matcher: unknown): boolean {
  return matcher === null || ["string", "number", "boolean"].includes(typeof matcher);
}
