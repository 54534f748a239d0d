import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { smsParts } from "../../../../lab/services/sns/sms";
import { ACCOUNT, HOME, TestCloud } from "../platform/cloud";

const TOPIC = `arn:aws:sns:${HOME}:${ACCOUNT}:on-call`;

async function cloudWithTopic(topic: object = {}): Promise<TestCloud> {
  const cloud = new TestCloud();
  await cloud.create(HOME, "AWS::SNS::Topic", "Topic", { TopicName: "on-call", ...topic });
  const subscribe = (Protocol: string, Endpoint: string) =>
    cloud.create(HOME, "AWS::SNS::Subscription", Protocol, { TopicArn: TOPIC, Protocol, Endpoint });
  await subscribe("email", "on-call@example.com");
  await subscribe("sms", "+15555550100");
  return cloud;
}

const publish = (cloud: TestCloud, message: object) => cloud.call("sns", "Publish", { TopicArn: TOPIC, ...message });

describe("a publication", () => {
  test("is shown to each protocol in its own words", async () => {
    const cloud = await cloudWithTopic({ DisplayName: "Baton storefront" });
    cloud.in(HOME).sns.confirmSubscriptions();
    const Message = JSON.stringify({ default: "d", email: "long text", sms: "short" });
    await publish(cloud, { Subject: "Failover", MessageStructure: "json", Message });
    expect(cloud.recorded("message-published")[0]?.facts).toMatchObject({
      subject: "Failover",
      email: "long text",
      sms: "Baton stor> short",
      smsParts: 1,
      emailRecipients: 1,
      smsRecipients: 1,
    });
  });

  test("does not reach a mailbox that was never confirmed", async () => {
    const cloud = await cloudWithTopic();
    await publish(cloud, { Message: "hello" });
    expect(cloud.recorded("message-published")[0]?.facts).toMatchObject({ emailRecipients: 0, smsRecipients: 1 });
  });

  test.each([
    ["a subject of 101 characters", { Subject: "x".repeat(101), Message: "m" }],
    ["a subject beyond ASCII", { Subject: "Ausfall für alle", Message: "m" }],
    ["a subject of two lines", { Subject: "one\ntwo", Message: "m" }],
    ["a message over 256 KB", { Message: "x".repeat(262_145) }],
    ["a structure without default", { Message: '{"email":"e"}', MessageStructure: "json" }],
    ["a structure that is no JSON", { Message: "plain", MessageStructure: "json" }],
  ])("with %s is refused", async (_, message) => {
    await expect(publish(await cloudWithTopic(), message)).rejects.toMatchObject({ code: "InvalidParameter" });
  });

  test.each(["kms:GenerateDataKey", "kms:Decrypt"])("to an encrypted topic needs %s on its key", async (action) => {
    const cloud = await cloudWithTopic({ KmsMasterKeyId: "alias/aws/sns" });
    await publish(cloud, { Message: "allowed" });
    cloud.deniedActions.add(action);
    await expect(publish(cloud, { Message: "refused" })).rejects.toMatchObject({ code: "AccessDenied" });
  });

  test("by a service needs the topic's policy, which replaces the default one", async () => {
    const cloud = await cloudWithTopic();
    const caller = { arn: "aws:cloudwatch", region: HOME, sourceArn: "arn:aws:cloudwatch:eu-west-1:1:alarm:x" };
    const call = {
      service: "sns",
      operation: "Publish",
      input: { TopicArn: TOPIC, Message: "m" },
      region: HOME,
      caller,
    };
    await expect(cloud.finish(cloud.directory.call(call))).resolves.toHaveProperty("MessageId");
    const Statement = [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: TOPIC,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ];
    await cloud.create(HOME, "AWS::SNS::TopicPolicy", "Policy", { Topics: [TOPIC], PolicyDocument: { Statement } });
    await expect(cloud.finish(cloud.directory.call(call))).rejects.toMatchObject({ code: "AuthorizationError" });
  });
});

describe("a text message", () => {
  test.each([
    ["160 plain characters", "a".repeat(160), 1],
    ["161 plain characters", "a".repeat(161), 2],
    ["brackets, which count twice", "[".repeat(81), 2],
    ["70 characters beyond GSM", "→".repeat(70), 1],
    ["71 characters beyond GSM", "→".repeat(71), 2],
  ])("of %s", (_, text, parts) => {
    expect(smsParts(text)).toBe(parts);
  });

  test("never takes fewer parts for being longer", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), fc.string({ minLength: 1, maxLength: 50 }), (text, more) => {
        expect(smsParts(text + more)).toBeGreaterThanOrEqual(smsParts(text));
      }),
    );
  });
});
