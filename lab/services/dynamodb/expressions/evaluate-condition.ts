/** Whether a condition holds for an item (an empty one, when there is none). */
import { type AttributeValue, areEqual, compare, type Item, membersOf, typeOf } from "../attribute-value";
import { sizeOf } from "../item-size";
import { readPath } from "./paths";
import type { Comparator, Condition, Operand } from "./syntax";

export function conditionHolds(condition: Condition, item: Item): boolean {
  switch (condition.kind) {
    case "and":
      return conditionHolds(condition.left, item) && conditionHolds(condition.right, item);
    case "or":
      return conditionHolds(condition.left, item) || conditionHolds(condition.right, item);
    case "not":
      return !conditionHolds(condition.condition, item);
    case "exists":
      return (readPath(item, condition.path) !== undefined) === condition.isExpected;
    case "type":
      return isOfType(readPath(item, condition.path), condition.type);
    case "compare":
      return comparisonHolds(
        condition.comparator,
        operandValue(condition.left, item),
        operandValue(condition.right, item),
      );
    case "between":
      return isBetween(
        operandValue(condition.operand, item),
        operandValue(condition.low, item),
        operandValue(condition.high, item),
      );
    case "in":
      return isAmong(operandValue(condition.operand, item), condition.candidates, item);
    case "begins-with":
      return startsWith(operandValue(condition.subject, item), operandValue(condition.part, item));
    case "contains":
      return isContained(operandValue(condition.subject, item), operandValue(condition.part, item));
  }
}

function operandValue(operand: Operand, item: Item): AttributeValue | undefined {
  if (operand.kind === "value") return operand.value;
  if (operand.kind === "path") return readPath(item, operand.path);
  const subject = operandValue(operand.of, item);
  const size = subject && sizeOf(subject);
  return size === undefined ? undefined : { N: String(size) };
}

function isOfType(value: AttributeValue | undefined, type: string): boolean {
  return value !== undefined && typeOf(value) === type;
}

/** A missing attribute equals nothing, is different from everything and has no order. */
function comparisonHolds(
  comparator: Comparator,
  left: AttributeValue | undefined,
  right: AttributeValue | undefined,
): boolean {
  const isEqual = left !== undefined && right !== undefined && areEqual(left, right);
  if (comparator === "=") return isEqual;
  if (comparator === "<>") return !isEqual;
  const order = left && right && compare(left, right);
  if (order === undefined) return false;
  if (comparator === "<") return order < 0;
  if (comparator === "<=") return order <= 0;
  return comparator === ">" ? order > 0 : order >= 0;
}

function isBetween(
  value: AttributeValue | undefined,
  low: AttributeValue | undefined,
  high: AttributeValue | undefined,
): boolean {
  return comparisonHolds(">=", value, low) && comparisonHolds("<=", value, high);
}

function isAmong(value: AttributeValue | undefined, candidates: readonly Operand[], item: Item): boolean {
  return candidates.some((candidate) => comparisonHolds("=", value, operandValue(candidate, item)));
}

function startsWith(subject: AttributeValue | undefined, part: AttributeValue | undefined): boolean {
  if (!subject || !part) return false;
  if ("S" in subject && "S" in part) return subject.S.startsWith(part.S);
  return "B" in subject && "B" in part && Buffer.compare(subject.B.subarray(0, part.B.byteLength), part.B) === 0;
}

function isContained(subject: AttributeValue | undefined, part: AttributeValue | undefined): boolean {
  if (!subject || !part) return false;
  if ("S" in subject && "S" in part) return subject.S.includes(part.S);
  if ("B" in subject && "B" in part) return Buffer.from(subject.B).includes(Buffer.from(part.B));
  const members = "L" in subject ? subject.L : membersOf(subject);
  return members.some((member) => areEqual(member, part));
}
