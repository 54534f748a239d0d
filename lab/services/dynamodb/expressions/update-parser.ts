/** Parses update expressions: SET, REMOVE, ADD and DELETE clauses, each at most once, in any order. */
import { type AttributeValue, typeOf } from "../attribute-value";
import { describePath, overlap } from "./paths";
import type { UpdateAction, UpdateValue } from "./syntax";
import type { TokenReader } from "./token-reader";

type Clause = "SET" | "REMOVE" | "ADD" | "DELETE";
const CLAUSES: readonly Clause[] = ["SET", "REMOVE", "ADD", "DELETE"];

export function parseUpdate(reader: TokenReader): readonly UpdateAction[] {
  const actions: UpdateAction[] = [];
  const seen = new Set<Clause>();
  while (!reader.isAtEnd()) {
    const clause = reader.takeOneOf(CLAUSES);
    if (!clause) throw reader.syntaxError();
    if (seen.has(clause))
      throw reader.invalid(`The "${clause}" section can only be used once in an update expression;`);
    seen.add(clause);
    do actions.push(action(reader, clause));
    while (reader.take(","));
  }
  refuseOverlaps(reader, actions);
  return actions;
}

function action(reader: TokenReader, clause: Clause): UpdateAction {
  const path = reader.path();
  if (clause === "REMOVE") return { kind: "remove", path };
  if (clause === "SET") {
    reader.expect("=");
    return { kind: "set", path, value: sum(reader) };
  }
  const value = reader.takeValue();
  if (!value) throw reader.syntaxError();
  refuseType(reader, clause, value);
  return { kind: clause === "ADD" ? "add" : "delete", path, value };
}

/** At most one plus or minus, as in AWS's grammar. */
function sum(reader: TokenReader): UpdateValue {
  const left = operand(reader);
  if (reader.take("+")) return { kind: "plus", left, right: operand(reader) };
  if (reader.take("-")) return { kind: "minus", left, right: operand(reader) };
  return left;
}

function operand(reader: TokenReader): UpdateValue {
  const called = reader.takeFunction();
  if (called !== undefined) return functionCall(reader, called);
  if (reader.take("(")) {
    const inner = sum(reader);
    reader.expect(")");
    return inner;
  }
  const value = reader.takeValue();
  return value ? { kind: "value", value } : { kind: "path", path: reader.path() };
}

function functionCall(reader: TokenReader, name: string): UpdateValue {
  if (name !== "if_not_exists" && name !== "list_append")
    throw reader.invalid(`Invalid function name; function: ${name}`);
  const call = name === "if_not_exists" ? ifNotExists(reader) : listAppend(reader);
  reader.expect(")");
  return call;
}

function ifNotExists(reader: TokenReader): UpdateValue {
  const path = reader.path();
  reader.expect(",");
  return { kind: "if-not-exists", path, otherwise: operand(reader) };
}

function listAppend(reader: TokenReader): UpdateValue {
  const first = operand(reader);
  reader.expect(",");
  return { kind: "list-append", first, second: operand(reader) };
}

const ACCEPTED_TYPES = { ADD: ["N", "SS", "NS", "BS"], DELETE: ["SS", "NS", "BS"] } as const;

function refuseType(reader: TokenReader, clause: "ADD" | "DELETE", value: AttributeValue): void {
  if ((ACCEPTED_TYPES[clause] as readonly string[]).includes(typeOf(value))) return;
  throw reader.invalid(
    `Incorrect operand type for operator or function; operator: ${clause}, operand type: ${typeOf(value)}`,
  );
}

function refuseOverlaps(reader: TokenReader, actions: readonly UpdateAction[]): void {
  for (const [index, { path }] of actions.entries()) {
    const other = actions.slice(0, index).find((earlier) => overlap(earlier.path, path));
    if (!other) continue;
    throw reader.invalid(
      `Two document paths overlap with each other; must remove or rewrite one of these paths; path one: ${describePath(other.path)}, path two: ${describePath(path)}`,
    );
  }
}
