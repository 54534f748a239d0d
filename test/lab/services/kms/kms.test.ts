import { expect, test } from "@jest/globals";
import { ACCOUNT, HOME, TestCloud } from "../platform/cloud";

const ROOT = { AWS: `arn:aws:iam::${ACCOUNT}:root` };

async function useAs(cloud: TestCloud, callerArn: string, KeyId: string): Promise<unknown> {
  const caller = { arn: callerArn, region: HOME, sourceArn: "arn:aws:cloudwatch:eu-west-1:1:alarm:x" };
  const call = { service: "kms", operation: "GenerateDataKey", input: { KeyId }, region: HOME, caller };
  return cloud.finish(cloud.directory.call(call));
}

test("a service may use a key only where the key's policy names it", async () => {
  const cloud = new TestCloud();
  const all = { Effect: "Allow", Principal: ROOT, Action: "kms:*", Resource: "*" };
  const closed = await cloud.create(HOME, "AWS::KMS::Key", "Closed", { KeyPolicy: { Statement: [all] } });
  await expect(useAs(cloud, "aws:cloudwatch", closed.ref)).rejects.toMatchObject({ code: "AccessDeniedException" });
  const alarms = { ...all, Principal: { Service: "cloudwatch.amazonaws.com" } };
  const open = await cloud.create(HOME, "AWS::KMS::Key", "Open", { KeyPolicy: { Statement: [all, alarms] } });
  await expect(useAs(cloud, "aws:cloudwatch", open.ref)).resolves.toEqual({ KeyId: open.attributes.Arn });
});

test("an alias leads to its key, and an unknown key is refused", async () => {
  const cloud = new TestCloud();
  const key = await cloud.create(HOME, "AWS::KMS::Key", "Key", { KeyPolicy: { Statement: [] } });
  await cloud.create(HOME, "AWS::KMS::Alias", "Alias", { AliasName: "alias/mine", TargetKeyId: key.ref });
  const role = `arn:aws:iam::${ACCOUNT}:role/test`;
  await expect(useAs(cloud, role, "alias/mine")).resolves.toEqual({ KeyId: key.attributes.Arn });
  await expect(useAs(cloud, role, "alias/other")).rejects.toMatchObject({ code: "NotFoundException" });
});
