/** Query: the items of one partition in the order of their sort key, page by page. */
import { acceptedItem, areEqual, type Item } from "./attribute-value";
import { conditionHolds } from "./expressions/evaluate-condition";
import { parseKeyCondition } from "./expressions/key-condition";
import type { Condition } from "./expressions/syntax";
import { assertKey, keyNames, keyOf, keyText } from "./item-key";
import { type ExpressionInput, RequestExpressions } from "./item-request";
import { itemBytes } from "./item-size";
import type { Table } from "./table";
import { validationError } from "./validation";

export interface QueryInput extends ExpressionInput {
  readonly TableName: string;
  readonly IndexName?: string;
  readonly KeyConditionExpression?: string;
  readonly FilterExpression?: string;
  readonly ProjectionExpression?: string;
  readonly ConsistentRead?: boolean;
  readonly ScanIndexForward?: boolean;
  readonly Limit?: number;
  readonly ExclusiveStartKey?: Item;
  readonly Select?: string;
}

export interface QueryOutput {
  readonly Items?: readonly Item[];
  readonly Count: number;
  readonly ScannedCount: number;
  readonly LastEvaluatedKey?: Item;
}

/** A page ends after this much data, whatever the filter keeps of it. */
const PAGE_BYTES = 1024 * 1024;

export function query(table: Table, input: QueryInput, nowMs: number): QueryOutput {
  if (input.IndexName !== undefined)
    throw validationError(`The table does not have the specified index: ${input.IndexName}`);
  if (input.Limit !== undefined && input.Limit < 1) {
    throw validationError(
      "1 validation error detected: Value at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    );
  }
  const { keys } = table.settings;
  const expressions = new RequestExpressions(input);
  const keyCondition = expressions.parse("KeyConditionExpression", (reader) =>
    parseKeyCondition(reader, keys.partitionKey, keys.sortKey),
  );
  if (!keyCondition)
    throw validationError(
      "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.",
    );
  const filter = expressions.condition("FilterExpression");
  refuseKeyFilter(table, filter);
  const projected = expressions.projection();
  expressions.assertNothingUnused();

  const { partition, sort } = keyCondition;
  const inPartition = (item: Item) =>
    item[keys.partitionKey] !== undefined && areEqual(item[keys.partitionKey] ?? partition, partition);
  const ascending = table
    .scanOrdered(nowMs, input.ConsistentRead === true)
    .filter((item) => inPartition(item) && (!sort || conditionHolds(sort, item)));
  const page = pageOf(table, input.ScanIndexForward === false ? ascending.toReversed() : ascending, input);
  const kept = page.items.filter((item) => !filter || conditionHolds(filter, item));
  return {
    ...(input.Select === "COUNT" ? {} : { Items: kept.map(projected) }),
    Count: kept.length,
    ScannedCount: page.items.length,
    ...(page.lastKey ? { LastEvaluatedKey: page.lastKey } : {}),
  };
}

/** As on AWS a last key is given whenever the limit was reached, even if nothing follows. */
function pageOf(
  table: Table,
  ordered: readonly Item[],
  input: QueryInput,
): { readonly items: readonly Item[]; readonly lastKey?: Item } {
  const rest = afterStart(table, ordered, input.ExclusiveStartKey);
  let [count, bytes] = [0, 0];
  for (const item of rest) {
    if (count === input.Limit || bytes >= PAGE_BYTES) break;
    bytes += itemBytes(item);
    count += 1;
  }
  const items = rest.slice(0, count);
  const last = items.at(-1);
  const isCut = count < rest.length || count === input.Limit;
  return last && isCut ? { items, lastKey: keyOf(table.settings.keys, last) } : { items };
}

/** The start key need not exist any more: its place in the order counts. */
function afterStart(table: Table, ordered: readonly Item[], start: Item | undefined): readonly Item[] {
  if (!start) return ordered;
  const { keys } = table.settings;
  const key = acceptedItem(start);
  assertKey(keys, key);
  const exact = ordered.findIndex((item) => keyText(keys, item) === keyText(keys, key));
  if (exact >= 0) return ordered.slice(exact + 1);
  throw validationError("The provided starting key is outside query boundaries based on provided conditions");
}

function refuseKeyFilter(table: Table, filter: Condition | undefined): void {
  const name = keyNames(table.settings.keys).find((key) => filter && mentions(filter, key));
  if (name === undefined) return;
  throw validationError(
    `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${name}`,
  );
}

/** Whether the attribute is an operand anywhere in the condition. */
function mentions(condition: unknown, attribute: string): boolean {
  if (Array.isArray(condition)) return condition.some((part) => mentions(part, attribute));
  if (typeof condition !== "object" || condition === null) return false;
  if ("path" in condition && Array.isArray(condition.path) && condition.path[0] === attribute) return true;
  return Object.values(condition).some((part) => mentions(part, attribute));
}
