import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { fromAttributes, toAttribute, toAttributes } from "../../lambdas/aws/attributes";

const plain = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.string(), tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

describe("an item of the table", () => {
  test("comes back as it went in", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), plain, { noNullPrototype: true }), (item) => {
        expect(fromAttributes(toAttributes(item))).toEqual(item);
      }),
    );
  });

  test("leaves out what is undefined, at any depth", () => {
    expect(toAttributes({ a: undefined, b: { c: undefined, d: 1 } })).toEqual({ b: { M: { d: { N: "1" } } } });
  });

  test.each([[Number.NaN], [Number.POSITIVE_INFINITY], [() => 1], [Symbol("s")]])("cannot hold %p", (value) => {
    expect(() => toAttribute(value)).toThrow(TypeError);
  });

  test("of a type that Baton never writes is refused by name", () => {
    expect(() => fromAttributes({ a: { SS: ["x"] } })).toThrow(/SS/);
  });
});
