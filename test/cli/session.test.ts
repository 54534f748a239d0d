/** How a command begins on AWS, without `--lab`: whose credentials it has. */
import { describe, expect, test } from "@jest/globals";
import { storefront } from "../orchestrator/fixtures";
import { type AccountOptions, openAccount } from "./account";
import { baton, type Ended } from "./child";

const PAUSE = ["pause", "--by", "ada", "--reason", "migration", "--until", "2h"];

/** One command against one account: how it ended, in one line, and what it called. */
async function against(options: AccountOptions, ...words: string[]): Promise<Ended & { calls: readonly string[] }> {
  const aws = await openAccount(options);
  const ended = await baton([...words, "--application", storefront.application], aws.environment);
  aws.close();
  return { ...ended, errors: ended.errors.replace(/\s+/g, " "), calls: aws.calls };
}

describe("credentials", () => {
  test.each([
    [["status"]],
    [PAUSE],
    [["approve", "--by", "ada", "--yes"]],
    [["failover", "--by", "ada", "--reason", "dark", "--yes"]],
  ])(
    "of another account end %j before anything else is asked",
    async (words) => {
      const { status, errors, calls } = await against({ account: "210987654321" }, ...words);
      expect(status).toBe(1);
      expect(errors).toContain(
        "OtherAccount: These credentials are of account 210987654321 (arn:aws:iam::210987654321:user/ada), " +
          `and the plan of storefront is for account ${storefront.account}.`,
      );
      expect(calls).toEqual(["GetCallerIdentity"]);
    },
    30_000,
  );

  test("of the plan's account find out that nothing is deployed", async () => {
    const { status, errors, calls } = await against({ account: storefront.account }, "status");
    expect(status).toBe(1);
    expect(errors).toContain("NotDeployed: DynamoDB GetItem in eu-west-1 finds nothing of storefront");
    expect(errors).toContain("the table baton-storefront");
    expect(calls).toContain("GetItem");
  }, 30_000);
});
