import { existsSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { MUTANTS } from "./mutants";
import { mutated } from "./mutate";

describe("the mutants", () => {
  test.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))("%s fits its source", (_, mutant) => {
    expect(mutated(mutant).get(mutant.file)).not.toContain(mutant.text);
    expect(existsSync(mutant.killedBy)).toBe(true);
  });

  test("one whose text is gone says so, instead of testing nothing", () => {
    const [first] = MUTANTS;
    if (!first) throw new Error("There are no mutants.");
    expect(() => mutated({ ...first, text: "not in the file" })).toThrow("finds it 0 times");
    expect(() => mutated({ ...first, text: "e" })).toThrow(/finds it \d+ times/);
  });

  test("bear different names", () => {
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
  });
});
