import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { packStatements } from "../../infra/constructs/policy-packing";
import { toPolicyStatement } from "../../infra/constructs/policy-statements";
import { PlanInvalid } from "../../orchestrator/errors";
import type { PolicyStatementData } from "../../orchestrator/resources/kind";

/** As IAM counts: without white space, and with what stands around the statements. */
const charactersOf = (statements: readonly PolicyStatementData[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements.map(toPolicyStatement) }).length;

function rightsOf(list: readonly PolicyStatementData[]): readonly string[] {
  const rights = list.flatMap(({ actions, resources, conditions }) =>
    actions.flatMap((action) => resources.map((resource) => JSON.stringify([action, resource, conditions]))),
  );
  return [...new Set(rights)].sort();
}

/** Statements as a plan of so many databases gives them: some alike, some of each database alone. */
function statementsOf(databases: number, nameLength = 60): readonly PolicyStatementData[] {
  return Array.from({ length: databases }, (_, index) => `${index}`.padStart(nameLength, "x")).flatMap(
    (name, index) => [
      { sid: `Promote${index}`, actions: ["rds:PromoteReadReplica"], resources: [`arn:aws:rds:::db:${name}`] },
      {
        sid: `Create${index}`,
        actions: ["rds:CreateDBInstanceReadReplica", "rds:AddTagsToResource"],
        resources: [`arn:aws:rds:::db:${name}`, `arn:aws:rds:::og:${name}`],
        conditions: { StringEquals: { "kms:EncryptionContext:aws:rds:db-id": name } },
      },
    ],
  );
}

describe("a role's statements", () => {
  test("stand inline, one for each resource, while there is room", () => {
    const few = statementsOf(6);
    expect(packStatements("promote", few)).toEqual({ inline: few, managed: [] });
  });

  test("are joined where that makes room enough", () => {
    const { inline, managed } = packStatements(
      "promote",
      statementsOf(40, 5)
        .filter(({ sid }) => sid.startsWith("P"))
        .concat(statementsOf(20, 5)),
    );
    expect(managed).toEqual([]);
    expect(inline.some(({ sid }) => /And\d+More$/.test(sid))).toBe(true);
  });

  test("allow the same wherever they stand, within IAM's limits, under names of their own", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 110 }), fc.integer({ min: 5, max: 63 }), (databases, nameLength) => {
        const given = statementsOf(databases, nameLength);
        const { inline, managed } = packStatements("rebuild", given);
        expect(rightsOf([inline, ...managed].flat())).toEqual(rightsOf(given));
        expect(charactersOf(inline)).toBeLessThanOrEqual(10_240);
        for (const policy of managed) expect(charactersOf(policy)).toBeLessThanOrEqual(6_144);
        expect(managed.length).toBeLessThanOrEqual(10);
        for (const policy of [inline, ...managed]) {
          expect(policy.length).toBeGreaterThan(0);
          expect(new Set(policy.map(({ sid }) => sid)).size).toBe(policy.length);
        }
      }),
    );
  });

  test("that not even ten managed policies hold are refused, with the role and the way out", () => {
    expect(() => packStatements("baton-shop-rebuild", statementsOf(400))).toThrow(PlanInvalid);
    expect(() => packStatements("baton-shop-rebuild", statementsOf(400))).toThrow(
      /baton-shop-rebuild would need \d+ managed policies and IAM allows 10\. Split the plan/,
    );
  });
});
