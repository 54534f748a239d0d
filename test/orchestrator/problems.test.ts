import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import * as z from "zod";
import { describe as described, pathText, problemsOf, sentenceOf } from "../../orchestrator/problems";

function sentences(schema: z.ZodType, input: unknown): string[] {
  const parsed = schema.safeParse(input);
  return parsed.success ? [] : problemsOf(parsed.error.issues, input).map(sentenceOf);
}

describe("issues in the operator's language", () => {
  const schema = z.strictObject({
    size: z.enum(["small", "large"]),
    tags: z.array(z.string("a tag")),
    on: z.boolean(),
  });

  test("choices are listed, shapes are named, unknown fields are told one by one", () => {
    expect(sentences(schema, { size: "huge", tags: "x", on: 1, colour: "blue", weight: 5 })).toEqual([
      'size is "huge"; allowed: one of "small", "large"',
      'tags is "x"; allowed: a list',
      "on is 1; allowed: boolean",
      'colour is "blue"; allowed: no such field: remove it',
      "weight is 5; allowed: no such field: remove it",
    ]);
  });

  test("the whole, and what lies deep, have a path", () => {
    expect(sentences(schema, 5)).toEqual(["the input is 5; allowed: an object with its fields"]);
    expect(sentences(schema, { size: "small", tags: ["a", 2], on: true })).toEqual(["tags[1] is 2; allowed: a tag"]);
    expect(pathText(["resources", 0, "imageTag", "key"])).toBe("resources[0].imageTag.key");
  });
});

describe("values as people recognise them", () => {
  test("missing, long, and without any JSON", () => {
    expect(described(undefined)).toBe("missing");
    expect(described("x".repeat(500))).toHaveLength(120);
    expect(described(10n)).toBe("a value that cannot be shown as JSON");
    expect(described(Symbol("s"))).toBe("Symbol(s)");
  });

  test("anything has a text of bounded length", () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true }), (value) => {
        expect(described(value).length).toBeLessThanOrEqual(120);
      }),
    );
  });
});
