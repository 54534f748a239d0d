import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { joinAlike } from "../../infra/constructs/policy-statements";
import type { PolicyStatementData } from "../../orchestrator/resources/kind";

const some = (values: readonly string[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 });

const statements: fc.Arbitrary<readonly PolicyStatementData[]> = fc
  .array(
    fc.record(
      {
        actions: some(["rds:DescribeDBInstances", "rds:ModifyDBInstance", "rds:RebootDBInstance"]),
        resources: some(["arn:a", "arn:b", "arn:c*"]),
        conditions: fc.constantFrom(
          { StringEquals: { "kms:ViaService": "rds" } },
          { Bool: { "aws:SecureTransport": "true" } },
        ),
        wildcardReason: fc.constantFrom("One.", "Another."),
      },
      { requiredKeys: ["actions", "resources"] },
    ),
    { maxLength: 12 },
  )
  .map((list) => list.map((statement, index) => ({ ...statement, sid: `S${index}` })));

/** Every single right: one action on one resource under one condition, with its reason. */
function rightsOf(list: readonly PolicyStatementData[]): readonly string[] {
  const rights = list.flatMap(({ actions, resources, conditions, wildcardReason }) =>
    actions.flatMap((action) =>
      resources.map((resource) => JSON.stringify([action, resource, conditions, wildcardReason])),
    ),
  );
  return [...new Set(rights)].sort();
}

describe("joined statements", () => {
  test("allow exactly what they allowed apart", () => {
    fc.assert(fc.property(statements, (list) => expect(rightsOf(joinAlike(list))).toEqual(rightsOf(list))));
  });

  test("have names of their own, and are never more", () => {
    fc.assert(
      fc.property(statements, (list) => {
        const joined = joinAlike(list);
        expect(joined.length).toBeLessThanOrEqual(list.length);
        expect(new Set(joined.map(({ sid }) => sid)).size).toBe(joined.length);
      }),
    );
  });

  test("say how many they are, and leave alone what has no like", () => {
    const one = { sid: "PromoteA", actions: ["rds:PromoteReadReplica"], resources: ["arn:a"] };
    const other = { sid: "PromoteB", actions: ["rds:PromoteReadReplica"], resources: ["arn:b"] };
    const alone = { sid: "Tell", actions: ["sns:Publish"], resources: ["arn:t"] };
    expect(joinAlike([one, alone, other])).toEqual([
      { ...one, sid: "PromoteAAnd1More", resources: ["arn:a", "arn:b"] },
      alone,
    ]);
  });
});
