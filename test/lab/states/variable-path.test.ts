import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { compileExpression, copyJson, evaluateExpression } from "../../../lab/states/expression";
import type { Json } from "../../../lab/states/json";
import { parseVariablePath, readVariablePath } from "../../../lab/states/variable-path";

const sources = { now: () => 0, random: () => 0, uuid: () => "" };
const names = ["a", "b", "and", "null", "count", "toString"] as const;

const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<Json>(null, true, 0, -0, 1.5, "", "x"),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie("value"), { maxKeys: 3 }),
  ),
})).value;

describe("reading a path without JSONata", () => {
  test("gives what JSONata gives, wherever it gives anything", async () => {
    const path = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(path, fc.dictionary(fc.constantFrom(...names), json), async (steps, bindings) => {
        const source = `$${steps.join(".")}`;
        const parsed = parseVariablePath(source);
        const read = parsed && readVariablePath(parsed, bindings);
        if (read === undefined) return;
        const evaluation = await evaluateExpression(compileExpression(source), bindings, sources);
        expect(evaluation).toEqual({ kind: "value", value: copyJson(read) });
      }),
      { numRuns: 500 },
    );
  });

  test.each(["$a + 1", "$", "$$", "a.b", "$a[0]", "$a.b()", "$a.*", "$count([$a])", "$a.and", "'x'"])(
    "%s is left to JSONata",
    (source) => {
      expect(parseVariablePath(source)).toBeUndefined();
    },
  );

  test("lists and what is not there are left to JSONata", () => {
    const bindings = { a: { list: [{ b: 1 }], empty: null } };
    expect(readVariablePath(["a", "list"], bindings)).toBeUndefined();
    expect(readVariablePath(["a", "list", "b"], bindings)).toBeUndefined();
    expect(readVariablePath(["a", "missing"], bindings)).toBeUndefined();
    expect(readVariablePath(["a", "empty", "b"], bindings)).toBeUndefined();
    expect(readVariablePath(["a", "empty"], bindings)).toBeNull();
  });
});
