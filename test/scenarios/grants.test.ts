import { expect, test } from "@jest/globals";
import { RARE_GRANTS, type RareGrant } from "../../infra/constructs/rare-grants";
import { SCENARIOS } from "../../lab/scenarios/catalogue";
import { drill } from "../support/drills";
import { GrantBook, judgeReasons } from "../support/grants";

const LONG_MS = 600_000;

test(
  "every action and resource that a role is granted is used by some scenario, or has a reason",
  async () => {
    const book = new GrantBook();
    for (const scenario of SCENARIOS) {
      const { unusedPermissions } = await drill(scenario, 1, { calls: "direct" });
      book.add(unusedPermissions);
    }
    expect(judgeReasons(book.unused(), RARE_GRANTS)).toEqual([]);
  },
  LONG_MS,
);

const ROLE = "baton-storefront-standby-TakeAnswerRoleC7FBF2F8";
const statement = (wasUsed: boolean, actions: readonly string[], resources: readonly string[]) => [
  { role: ROLE, statement: "function/Baton", actions, resources, wasUsed },
];
const because = "rare";
const reason: RareGrant = { roles: ["take-answer"], sid: "Baton", grants: ["dynamodb:UpdateItem"], because };

test("what one drill has used needs no reason, whatever others leave", () => {
  const book = new GrantBook();
  book.add(statement(false, ["dynamodb:GetItem", "dynamodb:UpdateItem"], ["arn:a", "arn:b"]));
  expect(judgeReasons(book.unused(), [])).toHaveLength(2);
  book.add(statement(true, ["dynamodb:UpdateItem"], ["arn:b"]));
  expect(judgeReasons(book.unused(), [reason])).toEqual([expect.stringContaining("TakeAnswer Baton: arn:b")]);
  book.add([]);
  expect(judgeReasons(book.unused(), [])).toEqual([]);
});

test("a reason is stale once its grant is used, or gone, or another role's", () => {
  const book = new GrantBook();
  book.add(statement(false, ["dynamodb:UpdateItem"], ["arn:a"]));
  expect(judgeReasons(book.unused(), [reason])).toEqual([]);
  for (const stale of [{ roles: ["verify"] as const }, { sid: "Runs" }, { grants: ["dynamodb:PutItem"] }]) {
    const problems = judgeReasons(book.unused(), [reason, { ...reason, ...stale }]);
    expect(problems).toEqual([expect.stringContaining("used by now or gone")]);
  }
});
