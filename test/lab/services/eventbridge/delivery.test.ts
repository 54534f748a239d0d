import { describe, expect, test } from "@jest/globals";
import { ACCOUNT, AWAY, HOME, ROLE, START_MS, TestCloud } from "../platform/cloud";

const BUS_ARN = `arn:aws:events:${HOME}:${ACCOUNT}:event-bus/intake`;
const QUEUE_ARN = (region: string, name: string) => `arn:aws:sqs:${region}:${ACCOUNT}:${name}`;
const QUEUE_URL = (region: string, name: string) => `https://sqs.${region}.amazonaws.com/${ACCOUNT}/${name}`;

async function createQueue(cloud: TestCloud, region: string, name: string): Promise<void> {
  await cloud.create(region, "AWS::SQS::Queue", name, { QueueName: name });
  const Principal = { Service: "events.amazonaws.com" };
  const Statement = [{ Effect: "Allow", Principal, Action: "sqs:SendMessage", Resource: "*" }];
  const properties = { Queues: [QUEUE_URL(region, name)], PolicyDocument: { Statement } };
  await cloud.create(region, "AWS::SQS::QueuePolicy", `${name}Policy`, properties);
}

/** AWAY's default bus -> HOME's custom bus -> a queue. */
async function cloudWithForwarding(seed = 1, busPolicy: object = {}): Promise<TestCloud> {
  const cloud = new TestCloud(seed);
  await cloud.create(HOME, "AWS::Events::EventBus", "Bus", { Name: "intake", ...busPolicy });
  await createQueue(cloud, HOME, "arrived");
  await createQueue(cloud, AWAY, "dead");
  const EventPattern = { source: ["test"] };
  await cloud.create(HOME, "AWS::Events::Rule", "Take", {
    EventBusName: "intake",
    EventPattern,
    Targets: [{ Id: "Queue", Arn: QUEUE_ARN(HOME, "arrived") }],
  });
  await cloud.create(AWAY, "AWS::Events::Rule", "Forward", {
    EventPattern,
    Targets: [
      {
        Id: "Bus",
        Arn: BUS_ARN,
        RoleArn: ROLE,
        RetryPolicy: { MaximumEventAgeInSeconds: 7200, MaximumRetryAttempts: 185 },
        DeadLetterConfig: { Arn: QUEUE_ARN(AWAY, "dead") },
      },
    ],
  });
  return cloud;
}

function publish(cloud: TestCloud): void {
  cloud.in(AWAY).events.publish({ source: "test", "detail-type": "Test", resources: [], detail: { n: 1 } });
}

const arrived = (cloud: TestCloud) => cloud.in(HOME).sqs.visibleCount("arrived");
const dead = (cloud: TestCloud) => cloud.in(AWAY).sqs.visibleCount("dead");

describe("an event forwarded to another Region", () => {
  test("under a role that EventBridge may not assume ends in the dead-letter queue", async () => {
    const cloud = await cloudWithForwarding();
    cloud.distrusted.add("events.amazonaws.com");
    publish(cloud);
    await cloud.pass(20);
    expect([arrived(cloud), dead(cloud)]).toEqual([0, 1]);
    expect(cloud.recorded("delivery-failed")[0]?.summary).toContain("may not assume");
  });

  test("arrives within seconds and still says where it came from", async () => {
    const cloud = await cloudWithForwarding();
    publish(cloud);
    await cloud.pass(20);
    const { Messages } = await cloud.call<{ Messages: readonly { Body: string }[] }>("sqs", "ReceiveMessage", {
      QueueUrl: QUEUE_URL(HOME, "arrived"),
    });
    expect(JSON.parse(Messages[0]?.Body ?? "")).toMatchObject({ source: "test", region: AWAY, detail: { n: 1 } });
  });

  test("waits while the other Region is dark, and arrives when it is back", async () => {
    const cloud = await cloudWithForwarding();
    cloud.network.darken({ region: HOME, sparedServices: [] });
    publish(cloud);
    await cloud.pass(300);
    expect(arrived(cloud)).toBe(0);
    cloud.network.restore(HOME);
    await cloud.pass(900);
    expect(arrived(cloud)).toBeGreaterThanOrEqual(1);
    expect(dead(cloud)).toBe(0);
  });

  test("stays where it is while its own Region is dark", async () => {
    const cloud = await cloudWithForwarding();
    publish(cloud);
    cloud.network.darken({ region: AWAY, sparedServices: [] });
    await cloud.pass(600);
    expect(arrived(cloud)).toBe(0);
    cloud.network.restore(AWAY);
    await cloud.pass(30);
    expect(arrived(cloud)).toBeGreaterThanOrEqual(1);
  });

  test("is not retried by a Region that went dark itself", async () => {
    const cloud = await cloudWithForwarding();
    cloud.network.darken({ region: HOME, sparedServices: [] });
    publish(cloud);
    await cloud.pass(60);
    cloud.network.darken({ region: AWAY, sparedServices: [] });
    cloud.network.restore(HOME);
    await cloud.pass(1200);
    expect(arrived(cloud)).toBe(0);
    cloud.network.restore(AWAY);
    await cloud.pass(1200);
    expect(arrived(cloud)).toBeGreaterThanOrEqual(1);
  });

  test("ends in the dead-letter queue when it grows too old", async () => {
    const cloud = await cloudWithForwarding();
    cloud.network.darken({ region: HOME, sparedServices: [] });
    publish(cloud);
    await cloud.pass(3 * 3600);
    expect(dead(cloud)).toBe(1);
  });

  test("ends in the dead-letter queue at once when the role may not put events", async () => {
    const cloud = await cloudWithForwarding();
    cloud.deniedActions.add("events:PutEvents");
    publish(cloud);
    await cloud.pass(30);
    expect([arrived(cloud), dead(cloud)]).toEqual([0, 1]);
  });

  test("is refused by a bus whose policy denies the forwarding role", async () => {
    const Condition = { ArnNotEquals: { "aws:PrincipalArn": `arn:aws:iam::${ACCOUNT}:role/another` } };
    const Statement = [{ Effect: "Deny", Principal: "*", Action: "events:PutEvents", Resource: BUS_ARN, Condition }];
    const cloud = await cloudWithForwarding(1, { Policy: { Statement } });
    publish(cloud);
    await cloud.pass(30);
    expect([arrived(cloud), dead(cloud)]).toEqual([0, 1]);
  });

  test("can arrive twice", async () => {
    const cloud = await cloudWithForwarding();
    for (let count = 0; count < 1000; count += 1) publish(cloud);
    await cloud.pass(120);
    expect(arrived(cloud)).toBeGreaterThan(1000);
    expect(arrived(cloud)).toBeLessThan(1100);
  });

  test("arrives at the same moment for the same seed", async () => {
    const journalOf = async (seed: number) => {
      const cloud = await cloudWithForwarding(seed);
      publish(cloud);
      await cloud.pass(60);
      return JSON.stringify(cloud.journal.entries);
    };
    expect(await journalOf(7)).toBe(await journalOf(7));
    expect(await journalOf(7)).not.toBe(await journalOf(8));
  });
});

describe("a queue that does not admit EventBridge", () => {
  test("gets nothing, and the loss is on record", async () => {
    const cloud = new TestCloud();
    await cloud.create(HOME, "AWS::SQS::Queue", "Queue", { QueueName: "closed" });
    const target = { Id: "Q", Arn: QUEUE_ARN(HOME, "closed"), DeadLetterConfig: { Arn: QUEUE_ARN(HOME, "closed") } };
    await cloud.create(HOME, "AWS::Events::Rule", "Rule", { EventPattern: { source: ["test"] }, Targets: [target] });
    cloud.in(HOME).events.publish({ source: "test", "detail-type": "Test", resources: [], detail: {} });
    await cloud.pass(60);
    expect(cloud.in(HOME).sqs.visibleCount("closed")).toBe(0);
    expect(cloud.recorded("dead-letter-lost").length).toBeGreaterThan(0);
  });
});

describe("PutEvents", () => {
  test("fails bad entries one by one", async () => {
    const cloud = new TestCloud();
    const good = { Source: "mine", DetailType: "Test", Detail: "{}" };
    const Entries = [good, { ...good, Source: "aws.ec2" }, { ...good, Detail: "no json" }, { Source: "mine" }];
    const answer = await cloud.call<{ FailedEntryCount: number; Entries: readonly { ErrorCode?: string }[] }>(
      "events",
      "PutEvents",
      { Entries },
    );
    expect(answer.FailedEntryCount).toBe(3);
    const codes = answer.Entries.map(({ ErrorCode }) => ErrorCode);
    expect(codes).toEqual([undefined, "NotAuthorizedForSourceException", "MalformedDetail", "InvalidArgument"]);
  });
});

describe("a scheduled rule", () => {
  test("fires at its rate", async () => {
    const cloud = new TestCloud();
    await createQueue(cloud, HOME, "ticks");
    await cloud.create(HOME, "AWS::Events::Rule", "Rule", {
      ScheduleExpression: "rate(5 minutes)",
      Targets: [{ Id: "Q", Arn: QUEUE_ARN(HOME, "ticks"), Input: '{"tick":true}' }],
    });
    await cloud.clock.run(START_MS + 3_599_000);
    expect(cloud.in(HOME).sqs.visibleCount("ticks")).toBeGreaterThanOrEqual(12);
  });

  test("with an unknown target or property is refused by name", async () => {
    const cloud = new TestCloud();
    const EventPattern = { source: ["test"] };
    const rule = (properties: object) => async () =>
      cloud.create(HOME, "AWS::Events::Rule", "Rule", { EventPattern, ...properties });
    const stream = `arn:aws:kinesis:${HOME}:${ACCOUNT}:stream/x`;
    await expect(rule({ Targets: [{ Id: "K", Arn: stream }] })).rejects.toThrow(stream);
    await expect(rule({ ManagedBy: "x" })).rejects.toThrow("ManagedBy");
    await expect(rule({ Targets: [{ Id: "B", Arn: BUS_ARN }] })).rejects.toThrow("events:PutEvents");
  });
});
