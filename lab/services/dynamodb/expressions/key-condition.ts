/** Key conditions of a query: equality on the partition key, at most one condition on the sort key. */
import type { AttributeValue } from "../attribute-value";
import { validationError } from "../validation";
import { parseCondition } from "./condition-parser";
import type { Condition } from "./syntax";
import type { TokenReader } from "./token-reader";

export interface KeyCondition {
  readonly partition: AttributeValue;
  /** Undefined: every sort key. */
  readonly sort: Condition | undefined;
}

export function parseKeyCondition(
  reader: TokenReader,
  partitionKey: string,
  sortKey: string | undefined,
): KeyCondition {
  const parts = conjuncts(parseCondition(reader));
  const partition = parts.map((part) => equalTo(part, partitionKey)).find((value) => value !== undefined);
  if (!partition) throw validationError(`Query condition missed key schema element: ${partitionKey}`);
  const others = parts.filter((part) => equalTo(part, partitionKey) === undefined);
  const [sort, tooMany] = others;
  if (tooMany) throw reader.invalid("KeyConditionExpressions must only contain one condition per key");
  if (sort && (attributeOf(sort) === undefined || attributeOf(sort) !== sortKey)) {
    throw validationError(`Query condition missed key schema element: ${sortKey ?? attributeOf(sort) ?? ""}`);
  }
  return { partition, sort };
}

function conjuncts(condition: Condition): readonly Condition[] {
  return condition.kind === "and" ? [...conjuncts(condition.left), ...conjuncts(condition.right)] : [condition];
}

function equalTo(condition: Condition, attribute: string): AttributeValue | undefined {
  if (condition.kind !== "compare" || condition.comparator !== "=" || attributeOf(condition) !== attribute)
    return undefined;
  return condition.right.kind === "value" ? condition.right.value : undefined;
}

/** The attribute that a condition is allowed to have as a key condition; undefined for any other kind. */
function attributeOf(condition: Condition): string | undefined {
  const operand = subjectOf(condition);
  return operand?.kind === "path" && operand.path.length === 1 ? operand.path[0] : undefined;
}

function subjectOf(condition: Condition) {
  if (condition.kind === "compare") return condition.comparator === "<>" ? undefined : condition.left;
  if (condition.kind === "between") return condition.operand;
  return condition.kind === "begins-with" ? condition.subject : undefined;
}
