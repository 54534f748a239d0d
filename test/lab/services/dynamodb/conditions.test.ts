import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { AttributeValue, Item } from "../../../../lab/services/dynamodb/attribute-value";
import { KEY, labTable } from "./helpers";

const ITEM: Item = {
  ...KEY,
  phase: { S: "steady" },
  epoch: { N: "3" },
  flag: { BOOL: true },
  nothing: { NULL: true },
  bytes: { B: Buffer.from("abc") },
  tags: { SS: ["red", "blue"] },
  numbers: { NS: ["1", "2"] },
  steps: { L: [{ S: "claim" }, { M: { took: { N: "5" } } }] },
  holder: { M: { arn: { S: "arn:1" }, empty: { M: {} } } },
};

/** Whether a condition holds, by trying to delete under it. */
function holds(condition: string, values?: Item, names?: Record<string, string>, item: Item = ITEM): boolean {
  const table = labTable(item);
  const input = {
    Key: KEY,
    ConditionExpression: condition,
    ...(values && { ExpressionAttributeValues: values }),
    ...(names && { ExpressionAttributeNames: names }),
  };
  try {
    table.call("DeleteItem", input);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: "ConditionalCheckFailedException", message: "The conditional request failed" });
    return false;
  }
}

function refusalOf(condition: string, values?: Item, names?: Record<string, string>): string {
  const input = {
    Key: KEY,
    ConditionExpression: condition,
    ...(values && { ExpressionAttributeValues: values }),
    ...(names && { ExpressionAttributeNames: names }),
  };
  const error = labTable(ITEM).refusal("DeleteItem", input);
  expect(error.code).toBe("ValidationException");
  return error.message;
}

const v = (value: AttributeValue): Item => ({ ":v": value });

describe("condition expressions", () => {
  test.each([
    ["attribute_exists(pk)", true],
    ["attribute_exists(absent)", false],
    ["attribute_not_exists(absent)", true],
    ["attribute_not_exists(holder.arn)", false],
    ["attribute_exists(steps[1].took)", true],
    ["attribute_exists(steps[2])", false],
    ["NOT attribute_exists(absent)", true],
    ["not (attribute_exists(pk) and attribute_exists(absent))", true],
    ["attribute_exists(absent) OR attribute_exists(pk) AND attribute_exists(phase)", true],
    ["(attribute_exists(pk) OR attribute_exists(absent)) AND attribute_exists(absent)", false],
    ["size(phase) > size(absent)", false],
    ["size(steps) < size(phase)", true],
  ])("%s is %s", (condition, expected) => {
    expect(holds(condition)).toBe(expected);
  });

  test.each<[string, AttributeValue, boolean]>([
    ["phase = :v", { S: "steady" }, true],
    ["phase <> :v", { S: "steady" }, false],
    ["absent <> :v", { S: "steady" }, true],
    ["absent = :v", { S: "steady" }, false],
    ["absent < :v", { S: "steady" }, false],
    ["epoch = :v", { N: "3.0" }, true],
    ["epoch = :v", { S: "3" }, false],
    ["epoch < :v", { N: "10" }, true],
    ["epoch <= :v", { N: "3" }, true],
    ["epoch > :v", { N: "2.99" }, true],
    ["epoch >= :v", { N: "4" }, false],
    ["epoch < :v", { S: "z" }, false],
    [":v < epoch", { N: "1" }, true],
    ["epoch IN (:v, phase)", { N: "3" }, true],
    ["epoch IN (:v)", { N: "4" }, false],
    ["epoch BETWEEN :v AND :v", { N: "3" }, true],
    ["absent BETWEEN :v AND :v", { N: "3" }, false],
    ["begins_with(phase, :v)", { S: "ste" }, true],
    ["begins_with(phase, :v)", { S: "eady" }, false],
    ["begins_with(epoch, :v)", { S: "3" }, false],
    ["begins_with(bytes, :v)", { B: Buffer.from("ab") }, true],
    ["contains(phase, :v)", { S: "ead" }, true],
    ["contains(tags, :v)", { S: "red" }, true],
    ["contains(tags, :v)", { S: "re" }, false],
    ["contains(numbers, :v)", { N: "2.0" }, true],
    ["contains(steps, :v)", { S: "claim" }, true],
    ["contains(bytes, :v)", { B: Buffer.from("bc") }, true],
    ["contains(absent, :v)", { S: "x" }, false],
    ["size(tags) = :v", { N: "2" }, true],
    ["size(holder) = :v", { N: "2" }, true],
    ["size(phase) >= :v", { N: "6" }, true],
    ["size(bytes) = :v", { N: "3" }, true],
    ["size(epoch) = :v", { N: "1" }, false],
    ["attribute_type(epoch, :v)", { S: "N" }, true],
    ["attribute_type(absent, :v)", { S: "N" }, false],
    ["flag = :v", { BOOL: true }, true],
    ["nothing = :v", { NULL: true }, true],
    ["tags = :v", { SS: ["blue", "red"] }, true],
    ["holder = :v", { M: { empty: { M: {} }, arn: { S: "arn:1" } } }, true],
    ["steps = :v", { L: [{ S: "claim" }] }, false],
  ])("%s with %j is %s", (condition, value, expected) => {
    expect(holds(condition, v(value))).toBe(expected);
  });

  test("names stand in for reserved words and odd names", () => {
    const item: Item = { ...KEY, status: { S: "x" }, "a.b": { N: "1" } };
    expect(
      holds("#s = :v AND attribute_exists(#dotted)", v({ S: "x" }), { "#s": "status", "#dotted": "a.b" }, item),
    ).toBe(true);
  });

  test("without an item every attribute is absent", () => {
    const table = labTable();
    table.call("PutItem", { Item: KEY, ConditionExpression: "attribute_not_exists(pk)" });
    expect(table.refusal("PutItem", { Item: KEY, ConditionExpression: "attribute_not_exists(pk)" }).code).toBe(
      "ConditionalCheckFailedException",
    );
  });

  test.each<[string, Item | undefined, Record<string, string> | undefined, RegExp]>([
    ["status = :v", v({ S: "x" }), undefined, /reserved keyword: status/],
    ["phase = :absent", v({ S: "x" }), undefined, /not defined; attribute value: :absent/],
    ["#p = :v", v({ S: "x" }), { "#q": "phase" }, /not defined; attribute name: #p/],
    ["attribute_exists(pk)", v({ S: "x" }), undefined, /ExpressionAttributeValues unused in expressions: keys: \{:v\}/],
    [
      "attribute_exists(pk)",
      undefined,
      { "#q": "phase" },
      /ExpressionAttributeNames unused in expressions: keys: \{#q\}/,
    ],
    ["phase = ", undefined, undefined, /Syntax error; token: "<EOF>"/],
    ["phase == :v", v({ S: "x" }), undefined, /Syntax error; token: "="/],
    ["phase ~ :v", v({ S: "x" }), undefined, /Syntax error; token: "~"/],
    ["phase = :v phase", v({ S: "x" }), undefined, /Syntax error; token: "phase"/],
    ["exists(phase)", undefined, undefined, /Invalid function name; function: exists/],
    ["epoch BETWEEN :hi AND :lo", { ":hi": { N: "2" }, ":lo": { N: "1" } }, undefined, /upper bound/],
    ["phase = phase", undefined, undefined, /must be distinct/],
    ["flag < :v", v({ BOOL: true }), undefined, /Incorrect operand type.*operand type: BOOL/],
    ["begins_with(phase, :v)", v({ N: "1" }), undefined, /begins_with, operand type: N/],
    ["", undefined, undefined, /can not be empty/],
    ["attribute_type(phase, :v)", v({ S: "TEXT" }), undefined, /Invalid attribute type/],
  ])("%s is refused", (condition, values, names, message) => {
    expect(refusalOf(condition, values, names)).toMatch(message);
  });

  test("placeholders without any expression are refused", () => {
    const error = labTable().refusal("GetItem", { Key: KEY, ExpressionAttributeNames: { "#a": "a" } });
    expect(error.message).toBe("ExpressionAttributeNames can only be specified when using expressions");
  });

  test("property: order of numbers is the order of their values, NOT is the opposite", () => {
    const number = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((value) => value / 100);
    fc.assert(
      fc.property(number, number, (left, right) => {
        const values = { ":l": { N: String(left) }, ":r": { N: String(right) } };
        expect(holds(":l < :r", values)).toBe(left < right);
        expect(holds("NOT :l < :r", values)).toBe(left >= right);
        expect(holds(":l = :r", values)).toBe(left === right);
      }),
      { numRuns: 60 },
    );
  });

  test("property: De Morgan", () => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), (first, second) => {
        const [a, b] = [first, second].map((flag) => (flag ? "attribute_exists(pk)" : "attribute_exists(absent)"));
        expect(holds(`NOT (${a} AND ${b})`)).toBe(holds(`NOT ${a} OR NOT ${b}`));
        expect(holds(`NOT (${a} OR ${b})`)).toBe(holds(`NOT ${a} AND NOT ${b}`));
      }),
    );
  });
});
