import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Item } from "../../../../lab/services/dynamodb/attribute-value";
import {
  addNumbers,
  canonicalNumber,
  compareNumbers,
  subtractNumbers,
} from "../../../../lab/services/dynamodb/decimal";
import { KEY, labTable } from "./helpers";

const ITEM: Item = {
  ...KEY,
  epoch: { N: "3" },
  phase: { S: "steady" },
  tags: { SS: ["red", "blue"] },
  steps: { L: [{ S: "a" }, { S: "b" }, { S: "c" }] },
  holder: { M: { arn: { S: "arn:1" } } },
};

function updated(expression: string, values?: Item, names?: Record<string, string>): Item {
  const table = labTable(ITEM);
  table.call("UpdateItem", inputOf(expression, values, names));
  const { pk: _pk, sk: _sk, ...rest } = table.item() ?? {};
  return rest;
}

function inputOf(expression: string, values?: Item, names?: Record<string, string>): object {
  return {
    Key: KEY,
    UpdateExpression: expression,
    ...(values && { ExpressionAttributeValues: values }),
    ...(names && { ExpressionAttributeNames: names }),
  };
}

describe("update expressions", () => {
  test.each<[string, Item | undefined, Item]>([
    ["SET phase = :v", { ":v": { S: "failing-over" } }, { phase: { S: "failing-over" } }],
    ["SET epoch = epoch + :one", { ":one": { N: "1" } }, { epoch: { N: "4" } }],
    ["SET epoch = epoch - :v", { ":v": { N: "0.5" } }, { epoch: { N: "2.5" } }],
    ["SET epoch = if_not_exists(epoch, :v) + :v", { ":v": { N: "1" } }, { epoch: { N: "4" } }],
    ["SET runs = if_not_exists(runs, :v)", { ":v": { N: "0" } }, { runs: { N: "0" } }],
    [
      "SET steps = list_append(steps, :v)",
      { ":v": { L: [{ S: "d" }] } },
      { steps: { L: [{ S: "a" }, { S: "b" }, { S: "c" }, { S: "d" }] } },
    ],
    ["SET steps = list_append(if_not_exists(absent, :v), steps)", { ":v": { L: [] } }, {}],
    ["SET steps[1] = :v", { ":v": { S: "B" } }, { steps: { L: [{ S: "a" }, { S: "B" }, { S: "c" }] } }],
    [
      "SET steps[9] = :v, steps[8] = :w",
      { ":v": { S: "9" }, ":w": { S: "8" } },
      { steps: { L: [{ S: "a" }, { S: "b" }, { S: "c" }, { S: "8" }, { S: "9" }] } },
    ],
    ["REMOVE steps[0], steps[2]", undefined, { steps: { L: [{ S: "b" }] } }],
    ["SET holder.epoch = epoch", undefined, { holder: { M: { arn: { S: "arn:1" }, epoch: { N: "3" } } } }],
    ["REMOVE holder.arn", undefined, { holder: { M: {} } }],
    ["ADD epoch :v", { ":v": { N: "2" } }, { epoch: { N: "5" } }],
    ["ADD tally :v", { ":v": { N: "2" } }, { tally: { N: "2" } }],
    ["ADD tags :v", { ":v": { SS: ["red", "green"] } }, { tags: { SS: ["red", "blue", "green"] } }],
    ["DELETE tags :v", { ":v": { SS: ["red", "green"] } }, { tags: { SS: ["blue"] } }],
    ["set phase = :v remove holder.arn", { ":v": { S: "x" } }, { phase: { S: "x" }, holder: { M: {} } }],
    ["REMOVE nothing", undefined, {}],
  ])("%s", (expression, values, changes) => {
    const { pk: _pk, sk: _sk, ...before } = ITEM;
    expect(updated(expression, values)).toEqual({ ...before, ...changes });
  });

  test("a set that loses its last member disappears", () => {
    expect(updated("DELETE tags :v", { ":v": { SS: ["red", "blue"] } })).not.toHaveProperty("tags");
  });

  test("every value is computed from the item as it was before", () => {
    expect(updated("SET phase = epoch, epoch = phase")).toMatchObject({ phase: { N: "3" }, epoch: { S: "steady" } });
  });

  test.each<[string, Item | undefined, RegExp]>([
    ["SET phase = absent", undefined, /refers to an attribute that does not exist/],
    ["SET phase = phase + :v", { ":v": { N: "1" } }, /incorrect data type/],
    ["SET steps = list_append(steps, :v)", { ":v": { S: "x" } }, /incorrect data type/],
    ["SET absent.child = :v", { ":v": { S: "x" } }, /document path provided in the update expression is invalid/],
    ["SET phase.child = :v", { ":v": { S: "x" } }, /document path provided in the update expression is invalid/],
    ["SET pk = :v", { ":v": { S: "x" } }, /Cannot update attribute pk. This attribute is part of the key/],
    [
      "SET holder = :v, holder.arn = :v",
      { ":v": { S: "x" } },
      /Two document paths overlap.*path one: \[holder\], path two: \[holder, arn\]/,
    ],
    ["SET phase = :v SET epoch = :v", { ":v": { S: "x" } }, /"SET" section can only be used once/],
    ["ADD phase :v", { ":v": { S: "x" } }, /operator: ADD, operand type: S/],
    ["ADD phase :v", { ":v": { N: "1" } }, /incorrect data type/],
    ["DELETE epoch :v", { ":v": { N: "1" } }, /operator: DELETE, operand type: N/],
    ["SET phase = min(:v)", { ":v": { N: "1" } }, /Invalid function name; function: min/],
    ["CHANGE phase = :v", { ":v": { N: "1" } }, /Syntax error; token: "CHANGE"/],
    ["SET phase = :v", { ":v": { N: "abc" } }, /cannot be converted to a numeric value: abc/],
    ["SET phase = :v", { ":v": { SS: [] } }, /may not be empty/],
    ["SET phase = :v", { ":v": { SS: ["a", "a"] } }, /contains duplicates/],
    ["SET phase = :v", { ":v": { S: "x".repeat(410_000) } }, /Item size to update has exceeded/],
  ])("%s is refused", (expression, values, message) => {
    const table = labTable(ITEM);
    const error = table.refusal("UpdateItem", inputOf(expression, values));
    expect(error.code).toBe("ValidationException");
    expect(error.message).toMatch(message);
    expect(table.item()).toEqual(ITEM);
  });

  test("an update of an absent item creates it with its key", () => {
    const table = labTable();
    table.call("UpdateItem", inputOf("SET phase = :v", { ":v": { S: "steady" } }));
    expect(table.item()).toEqual({ ...KEY, phase: { S: "steady" } });
  });

  test.each([
    ["NONE", undefined],
    ["ALL_OLD", ITEM],
    ["ALL_NEW", { ...ITEM, epoch: { N: "4" } }],
    ["UPDATED_OLD", { epoch: { N: "3" } }],
    ["UPDATED_NEW", { epoch: { N: "4" } }],
  ])("ReturnValues %s", (ReturnValues, expected) => {
    const input = inputOf("SET epoch = epoch + :one", { ":one": { N: "1" } });
    expect(labTable(ITEM).call("UpdateItem", { ...input, ReturnValues }).Attributes).toEqual(expected);
  });
});

describe("numbers", () => {
  test.each([
    ["1.50", "1.5"],
    ["1e3", "1000"],
    ["-0.0100", "-0.01"],
    ["0", "0"],
    ["-0", "0"],
    [".5", "0.5"],
    ["12345678901234567890123456789012345678", "12345678901234567890123456789012345678"],
  ])("%s is kept as %s", (text, canonical) => {
    expect(canonicalNumber(text)).toBe(canonical);
  });

  test.each(["", "-", "abc", "1.2.3", "NaN", "1e200", "1e-200", "1".repeat(39)])("%s is refused", (text) => {
    expect(() => canonicalNumber(text)).toThrow();
  });

  test("property: exact arithmetic, as integers of cents have it", () => {
    const cents = fc.integer({ min: -10_000_000, max: 10_000_000 });
    const text = (value: number) => (value / 100).toFixed(2);
    fc.assert(
      fc.property(cents, cents, (left, right) => {
        expect(addNumbers(text(left), text(right))).toBe(canonicalNumber(text(left + right)));
        expect(subtractNumbers(text(left), text(right))).toBe(canonicalNumber(text(left - right)));
        expect(Math.sign(compareNumbers(text(left), text(right)))).toBe(Math.sign(left - right));
      }),
    );
  });
});
