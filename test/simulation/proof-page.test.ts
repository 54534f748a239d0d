import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { INVARIANTS } from "../../lab/simulation/invariants/all";
import { nightSchema } from "../../lab/simulation/night";
import { INVARIANT_MUTANTS, nightFile } from "../mutants/invariant-mutants";
import { mutated } from "../mutants/mutate";

const page = readFileSync("docs/proof.md", "utf8");
/** Rows of the table of invariants: name and sentence. */
const rows = [...page.matchAll(/^\| `([a-z-]+)` \| (.+) \|$/gm)].map(([, name, sentence]) => ({ name, sentence }));

describe("docs/proof.md", () => {
  test("lists every invariant with its sentence, in order, and no other", () => {
    expect(rows).toEqual(INVARIANTS.map(({ name, sentence }) => ({ name, sentence })));
  });
});

describe("the mutants of invariants", () => {
  test("there is one for every invariant", () => {
    const covered = new Set(INVARIANT_MUTANTS.map(({ breaks }) => breaks));
    expect(covered).toEqual(new Set(INVARIANTS.map(({ name }) => name)));
  });

  test.each(INVARIANT_MUTANTS.map((mutant) => [mutant.name, mutant] as const))("%s fits its source", (_, mutant) => {
    const files = mutated(mutant);
    for (const { file, becomes } of [mutant, ...(mutant.and ?? [])]) expect(files.get(file)).toContain(becomes);
    expect(existsSync(nightFile(mutant.night))).toBe(true);
    expect(() => nightSchema.parse(JSON.parse(readFileSync(nightFile(mutant.night), "utf8")))).not.toThrow();
  });
});
