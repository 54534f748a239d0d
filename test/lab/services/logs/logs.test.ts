import { expect, test } from "@jest/globals";
import { HOME, TestCloud } from "../platform/cloud";

const create = async (cloud: TestCloud, properties: object) =>
  cloud.create(HOME, "AWS::Logs::LogGroup", "Logs", { LogGroupName: "/aws/lambda/x", ...properties });

test("a log group keeps its retention", async () => {
  const cloud = new TestCloud();
  await create(cloud, { RetentionInDays: 90 });
  const answer = await cloud.call("logs", "DescribeLogGroups", { logGroupNamePrefix: "/aws/lambda/" });
  expect(answer).toMatchObject({ logGroups: [{ logGroupName: "/aws/lambda/x", retentionInDays: 90 }] });
});

test("a retention that CloudWatch Logs does not offer, and a second group of one name, are refused", async () => {
  const cloud = new TestCloud();
  await expect(create(cloud, { RetentionInDays: 91 })).rejects.toThrow(/91 days/);
  await create(cloud, {});
  await expect(create(cloud, {})).rejects.toThrow(/exists/);
});
