import { expect, test } from "@jest/globals";
import { ACCOUNT, TestCloud } from "../platform/cloud";

test("a role learns who it is", async () => {
  const answer = await new TestCloud().call("sts", "GetCallerIdentity", {});
  expect(answer).toMatchObject({ Account: ACCOUNT, Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/test/lab` });
});
