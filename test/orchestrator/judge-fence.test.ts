import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type FenceOutcome, judgeFence } from "../../orchestrator/judge-fence";
import type { FenceVerdict } from "../../orchestrator/resources/kind";
import { storefront } from "./fixtures";

const ended = (database: FenceVerdict, group: FenceVerdict): FenceOutcome[] => [
  { resourceId: "orders-db", verdict: database, detail: "of the database" },
  { resourceId: "web", verdict: group, detail: "of the group" },
];

describe("what a fence means for the promotion", () => {
  test.each<[FenceVerdict, FenceVerdict, "proceed" | "ask"]>([
    ["FENCED", "FENCED", "proceed"],
    ["UNREACHABLE", "UNREACHABLE", "proceed"],
    ["FAILED", "FENCED", "ask"],
    ["FAILED", "UNREACHABLE", "ask"],
    // Instances that cannot be stopped write to a database that is closed: nowhere.
    ["FENCED", "FAILED", "proceed"],
    ["UNREACHABLE", "FAILED", "proceed"],
  ])("database %s, group %s: %s", (database, group, verdict) => {
    const judged = judgeFence(storefront, ended(database, group));
    expect(judged.verdict).toBe(verdict);
    expect(judged.reasons.length > 0).toBe(verdict === "ask");
  });

  test("says which writer, and what was seen of it", () => {
    const { reasons } = judgeFence(storefront, ended("FAILED", "FENCED"));
    expect(reasons).toEqual([expect.stringContaining("split brain"), "The fence of orders-db FAILED: of the database"]);
  });

  test("a fence that ended without a word has FAILED, whatever else is known", () => {
    const verdicts = fc.constantFrom<FenceVerdict>("FENCED", "UNREACHABLE", "FAILED");
    fc.assert(
      fc.property(verdicts, verdicts, fc.boolean(), fc.boolean(), (database, group, hasDatabase, hasGroup) => {
        const [first, second] = ended(database, group) as [FenceOutcome, FenceOutcome];
        const judged = judgeFence(storefront, [...(hasDatabase ? [first] : []), ...(hasGroup ? [second] : [])]);
        expect(judged.outcomes.map(({ resourceId, verdict }) => [resourceId, verdict])).toEqual([
          ["orders-db", hasDatabase ? database : "FAILED"],
          ["web", hasGroup ? group : "FAILED"],
        ]);
        expect(judged.verdict).toBe(hasDatabase && database !== "FAILED" ? "proceed" : "ask");
      }),
    );
  });
});
