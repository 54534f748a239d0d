/** JSONata expressions: compiled once per text for the life of the process, evaluated against plain JSON. */
import jsonata from "jsonata";
import { type FunctionSources, registerFunctions, SOURCES_BINDING } from "./functions";
import type { Json } from "./json";

/** What came out of an expression, before a state judges it. */
export type Evaluation =
  | { readonly kind: "value"; readonly value: Json }
  | { readonly kind: "nothing" }
  | { readonly kind: "unsupported" }
  | { readonly kind: "error"; readonly message: string };

export class ExpressionSyntaxError extends Error {
  override readonly name = "ExpressionSyntaxError";
}

/** Compiling is some ten times slower than evaluating. Bounded, so that generated definitions cannot fill the memory. */
const LARGEST_CACHE = 10_000;
const compiled = new Map<string, jsonata.Expression>();

/** Throws `ExpressionSyntaxError`. */
export function compileExpression(source: string): jsonata.Expression {
  const known = compiled.get(source);
  if (known) return known;
  if (compiled.size >= LARGEST_CACHE) compiled.clear();
  const expression = parseExpression(source);
  registerFunctions(expression);
  compiled.set(source, expression);
  return expression;
}

function parseExpression(source: string): jsonata.Expression {
  try {
    return jsonata(source);
  } catch (error) {
    throw new ExpressionSyntaxError(describeError(error));
  }
}

/** Settles in microtasks only. Never rejects. */
export async function evaluateExpression(
  expression: jsonata.Expression,
  bindings: Readonly<Record<string, unknown>>,
  sources: FunctionSources,
): Promise<Evaluation> {
  try {
    return toEvaluation(await expression.evaluate(undefined, { ...bindings, [SOURCES_BINDING]: sources }));
  } catch (error) {
    return { kind: "error", message: describeError(error) };
  }
}

/** `T1006: Attempted to invoke a non-function`. */
function describeError(error: unknown): string {
  if (typeof error !== "object" || error === null) return String(error);
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  return typeof code === "string" ? `${code}: ${message}` : String(message);
}

function toEvaluation(result: unknown): Evaluation {
  if (result === undefined) return { kind: "nothing" };
  const value = toJson(result);
  return value === undefined ? { kind: "unsupported" } : { kind: "value", value };
}

/** As an expression that only names a value would give it. */
export function copyJson(value: Json): Json {
  return toJson(value) ?? value;
}

function isFunction(value: object): boolean {
  return "_jsonata_lambda" in value || "_jsonata_function" in value;
}

/** A copy of the result as plain JSON: sequences become arrays, -0 becomes 0. Undefined where a function is in it. */
function toJson(value: unknown): Json | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return value === 0 ? 0 : value;
  if (typeof value !== "object" || isFunction(value)) return undefined;
  return Array.isArray(value) ? toJsonArray(value) : toJsonObject(value);
}

function toJsonArray(values: readonly unknown[]): Json | undefined {
  const result: Json[] = [];
  for (const value of values) {
    const item = toJson(value);
    if (item === undefined) return undefined;
    result.push(item);
  }
  return result;
}

function toJsonObject(value: object): Json | undefined {
  const result: Record<string, Json> = {};
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    const item = toJson(member);
    if (item === undefined) return undefined;
    result[key] = item;
  }
  return result;
}
