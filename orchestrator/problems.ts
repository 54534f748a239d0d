/** What is wrong with something that a person wrote: where, what was given, what is allowed. */
import type * as z from "zod";

export interface Problem {
  /** Like `policy.deadlines.fenceSeconds` or `resources[0].id`; empty for the whole. */
  readonly path: string;
  /** The value that was given, as text. */
  readonly given: string;
  /** What is allowed instead. */
  readonly allowed: string;
}

const LONGEST_SHOWN_VALUE = 120;

/** One problem as a sentence. */
export function sentenceOf({ path, given, allowed }: Problem): string {
  return `${path === "" ? "the input" : path} is ${given}; allowed: ${allowed}`;
}

/** Every issue of a failed parse, one problem each; unknown fields are told one by one. */
export function problemsOf(issues: readonly z.core.$ZodIssue[], input: unknown): Problem[] {
  return issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => unknownField([...issue.path, key], input))
      : [{ path: pathText(issue.path), given: describe(valueAt(input, issue.path)), allowed: allowedBy(issue) }],
  );
}

/** A value as a person would recognise it: JSON, cut to a readable length. Never throws. */
export function describe(value: unknown): string {
  if (value === undefined) return "missing";
  const shown = toJson(value);
  return shown.length > LONGEST_SHOWN_VALUE ? `${shown.slice(0, LONGEST_SHOWN_VALUE - 3)}...` : shown;
}

/** `["resources", 0, "id"]` as `resources[0].id`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === "number" ? `[${key}]` : `${index === 0 ? "" : "."}${String(key)}`))
    .join("");
}

function unknownField(path: readonly PropertyKey[], input: unknown): Problem {
  return { path: pathText(path), given: describe(valueAt(input, path)), allowed: "no such field: remove it" };
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => {
    const fields: Record<PropertyKey, unknown> = Object(value);
    return fields[key];
  }, input);
}

function allowedBy(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value") return `one of ${issue.values.map(describe).join(", ")}`;
  if (issue.code === "invalid_type" && issue.message.startsWith("Invalid input"))
    return SHAPES[issue.expected] ?? issue.expected;
  return issue.message;
}

/** Shapes that no schema words itself. */
const SHAPES: Readonly<Record<string, string>> = { object: "an object with its fields", array: "a list" };

function toJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return "a value that cannot be shown as JSON";
  }
}
