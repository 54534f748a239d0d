/** Parses condition, filter and key condition expressions. NOT binds tighter than AND, AND tighter than OR. */
import { type AttributeValue, compare, TYPE_NAMES, type TypeName, typeOf } from "../attribute-value";
import type { Path } from "./paths";
import { describePath } from "./paths";
import type { Comparator, Condition, Operand } from "./syntax";
import type { TokenReader } from "./token-reader";

const COMPARATORS: readonly Comparator[] = ["<>", "<=", ">=", "=", "<", ">"];
const MOST_IN_CANDIDATES = 100;

export function parseCondition(reader: TokenReader): Condition {
  const condition = disjunction(reader);
  if (!reader.isAtEnd()) throw reader.syntaxError();
  return condition;
}

function disjunction(reader: TokenReader): Condition {
  let left = conjunction(reader);
  while (reader.take("OR")) left = { kind: "or", left, right: conjunction(reader) };
  return left;
}

function conjunction(reader: TokenReader): Condition {
  let left = negation(reader);
  while (reader.take("AND")) left = { kind: "and", left, right: negation(reader) };
  return left;
}

function negation(reader: TokenReader): Condition {
  if (reader.take("NOT")) return { kind: "not", condition: negation(reader) };
  if (!reader.take("(")) return predicate(reader);
  const condition = disjunction(reader);
  reader.expect(")");
  return condition;
}

function predicate(reader: TokenReader): Condition {
  const called = reader.takeFunction();
  if (called !== undefined && called !== "size") return functionCall(reader, called);
  const operand = called === "size" ? sizeCall(reader) : simpleOperand(reader);
  if (reader.take("BETWEEN")) return between(reader, operand);
  if (reader.take("IN")) return membership(reader, operand);
  const comparator = reader.takeOneOf(COMPARATORS);
  if (!comparator) throw reader.syntaxError();
  return comparison(reader, comparator, operand);
}

function functionCall(reader: TokenReader, name: string): Condition {
  const condition = namedFunction(reader, name);
  reader.expect(")");
  return condition;
}

function namedFunction(reader: TokenReader, name: string): Condition {
  switch (name) {
    case "attribute_exists":
      return { kind: "exists", path: reader.path(), isExpected: true };
    case "attribute_not_exists":
      return { kind: "exists", path: reader.path(), isExpected: false };
    case "attribute_type":
      return attributeType(reader);
    case "begins_with":
      return beginsWith(reader);
    case "contains":
      return contains(reader);
    default:
      throw reader.invalid(`Invalid function name; function: ${name}`);
  }
}

function attributeType(reader: TokenReader): Condition {
  const path = reader.path();
  reader.expect(",");
  const type = reader.takeValue();
  if (!type || !("S" in type) || !TYPE_NAMES.includes(type.S as TypeName)) {
    throw reader.invalid("Invalid attribute type name found; type: attribute_type");
  }
  return { kind: "type", path, type: type.S as TypeName };
}

function beginsWith(reader: TokenReader): Condition {
  const subject = operandOf(reader);
  reader.expect(",");
  const part = operandOf(reader);
  if (part.kind === "value" && !["S", "B"].includes(typeOf(part.value)))
    throw wrongType(reader, "begins_with", part.value);
  return { kind: "begins-with", subject, part };
}

function contains(reader: TokenReader): Condition {
  const subject = operandOf(reader);
  reader.expect(",");
  const part = operandOf(reader);
  refuseSame(reader, "contains", subject, part);
  return { kind: "contains", subject, part };
}

function between(reader: TokenReader, operand: Operand): Condition {
  const low = operandOf(reader);
  reader.expect("AND");
  const high = operandOf(reader);
  for (const bound of [low, high]) refuseUnordered(reader, "BETWEEN", bound);
  if (low.kind === "value" && high.kind === "value" && (compare(low.value, high.value) ?? 0) > 0) {
    throw reader.invalid("The BETWEEN operator requires upper bound to be greater than or equal to lower bound");
  }
  return { kind: "between", operand, low, high };
}

function membership(reader: TokenReader, operand: Operand): Condition {
  reader.expect("(");
  const candidates = [operandOf(reader)];
  while (reader.take(",")) candidates.push(operandOf(reader));
  reader.expect(")");
  if (candidates.length > MOST_IN_CANDIDATES)
    throw reader.invalid("The IN operator is provided with too many operands");
  return { kind: "in", operand, candidates };
}

function comparison(reader: TokenReader, comparator: Comparator, left: Operand): Condition {
  const right = operandOf(reader);
  refuseSame(reader, comparator, left, right);
  if (comparator !== "=" && comparator !== "<>")
    for (const side of [left, right]) refuseUnordered(reader, comparator, side);
  return { kind: "compare", comparator, left, right };
}

function operandOf(reader: TokenReader): Operand {
  const called = reader.takeFunction();
  if (called === "size") return sizeCall(reader);
  if (called !== undefined)
    throw reader.invalid(`The function is not allowed to be used this way in an expression; function: ${called}`);
  return simpleOperand(reader);
}

function simpleOperand(reader: TokenReader): Operand {
  const value = reader.takeValue();
  return value ? { kind: "value", value } : { kind: "path", path: reader.path() };
}

function sizeCall(reader: TokenReader): Operand {
  const of = simpleOperand(reader);
  reader.expect(")");
  return { kind: "size", of };
}

function refuseSame(reader: TokenReader, operator: string, left: Operand, right: Operand): void {
  if (left.kind !== "path" || right.kind !== "path" || !isSamePath(left.path, right.path)) return;
  throw reader.invalid(
    `The first operand must be distinct from the remaining operands for this operator or function; operator: ${operator}, operand: ${describePath(left.path)}`,
  );
}

function isSamePath(left: Path, right: Path): boolean {
  return left.length === right.length && left.every((step, index) => step === right[index]);
}

/** Only texts, numbers and bytes have an order. */
function refuseUnordered(reader: TokenReader, operator: string, operand: Operand): void {
  if (operand.kind === "value" && !["S", "N", "B"].includes(typeOf(operand.value)))
    throw wrongType(reader, operator, operand.value);
}

function wrongType(reader: TokenReader, operator: string, value: AttributeValue): Error {
  return reader.invalid(
    `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${typeOf(value)}`,
  );
}
