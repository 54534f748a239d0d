import { describe, expect, test } from "@jest/globals";
import { ACCOUNT, AWAY, HOME, START_MS, TestCloud } from "../platform/cloud";

const ALARM = {
  AlarmName: "unhealthy",
  Namespace: "Test",
  MetricName: "Health",
  Statistic: "Minimum",
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: "LessThanThreshold",
  TreatMissingData: "ignore",
};

function publishEachTenSeconds(cloud: TestCloud, valueAt: (secondsIn: number) => number): void {
  cloud.clock.every(10_000, START_MS, () => {
    const value = valueAt((cloud.clock.now() - START_MS) / 1000);
    cloud.in(HOME).cloudwatch.put("Test", "Health", {}, value);
  });
}

describe("an alarm", () => {
  test("goes off no sooner than the minute of the bad datapoint is over, visible and evaluated", async () => {
    const cloud = new TestCloud();
    await cloud.create(HOME, "AWS::CloudWatch::Alarm", "Alarm", ALARM);
    publishEachTenSeconds(cloud, (seconds) => (seconds < 130 ? 1 : 0));
    await cloud.pass(600);
    const changes = cloud.recorded("alarm-state-changed");
    expect(changes.map(({ facts }) => facts.state)).toEqual(["OK", "ALARM"]);
    // 12:02:10 is the first failure; its minute ends at 12:03, is visible by 12:03:30, evaluated at 12:04.
    expect(changes[1]?.atMs).toBe(START_MS + 240_000);
  });

  test("tells EventBridge everything that a rule and a run may ask for", async () => {
    const cloud = new TestCloud();
    await cloud.create(HOME, "AWS::SQS::Queue", "Queue", { QueueName: "events" });
    await allowEvents(cloud);
    const target = { Arn: `arn:aws:sqs:${HOME}:${ACCOUNT}:events`, Id: "Queue" };
    const pattern = { source: ["aws.cloudwatch"], detail: { state: { value: ["ALARM"] } } };
    await cloud.create(HOME, "AWS::Events::Rule", "Rule", { EventPattern: pattern, Targets: [target] });
    await cloud.create(HOME, "AWS::CloudWatch::Alarm", "Alarm", { ...ALARM, Dimensions: [{ Name: "Id", Value: "7" }] });
    cloud.in(HOME).cloudwatch.put("Test", "Health", { Id: "7" }, 0);
    await cloud.pass(200);
    const { Messages } = await receive(cloud);
    const event = JSON.parse(Messages?.[0]?.Body ?? "{}");
    expect(event.resources).toEqual([`arn:aws:cloudwatch:${HOME}:${ACCOUNT}:alarm:unhealthy`]);
    expect(event.detail.previousState.value).toBe("INSUFFICIENT_DATA");
    expect(event.detail.configuration.metrics[0].metricStat.metric.dimensions).toEqual({ Id: "7" });
    expect(JSON.parse(event.detail.state.reasonData).recentDatapoints).toEqual([0]);
  });

  test("in a dark Region is not evaluated, even where missing data counts as a breach", async () => {
    const cloud = new TestCloud();
    await cloud.create(HOME, "AWS::CloudWatch::Alarm", "Alarm", { ...ALARM, TreatMissingData: "breaching" });
    cloud.network.darken({ region: HOME, sparedServices: [] });
    await cloud.pass(600);
    expect(cloud.recorded("alarm-state-changed")).toEqual([]);
    cloud.network.restore(HOME);
    await cloud.pass(60);
    expect(cloud.recorded("alarm-state-changed")).toHaveLength(1);
  });

  test("set by hand holds until the next evaluation", async () => {
    const cloud = new TestCloud();
    await cloud.create(HOME, "AWS::CloudWatch::Alarm", "Alarm", ALARM);
    publishEachTenSeconds(cloud, () => 1);
    await cloud.pass(305);
    await cloud.call("monitoring", "SetAlarmState", {
      AlarmName: "unhealthy",
      StateValue: "ALARM",
      StateReason: "rehearsal",
    });
    await cloud.pass(60);
    const states = cloud.recorded("alarm-state-changed").map(({ facts }) => facts.state);
    expect(states).toEqual(["OK", "ALARM", "OK"]);
  });

  test("on metric math is refused by name", async () => {
    const cloud = new TestCloud();
    const properties = { ...ALARM, Metrics: [{ Id: "sum", Expression: "a+b" }] };
    await expect(async () => cloud.create(HOME, "AWS::CloudWatch::Alarm", "Alarm", properties)).rejects.toThrow(
      /metric math/,
    );
  });
});

describe("an alarm's message", () => {
  async function cloudWithTopic(topic: object): Promise<TestCloud> {
    const cloud = new TestCloud();
    const { ref } = await cloud.create(HOME, "AWS::SNS::Topic", "Topic", { TopicName: "on-call", ...topic });
    await cloud.create(HOME, "AWS::CloudWatch::Alarm", "Alarm", { ...ALARM, AlarmActions: [ref] });
    cloud.in(HOME).cloudwatch.put("Test", "Health", {}, 0);
    await cloud.pass(200);
    return cloud;
  }

  test("reaches a topic with the default policy", async () => {
    const cloud = await cloudWithTopic({});
    expect(cloud.recorded("message-published").map(({ facts }) => facts.subject)).toEqual([
      `ALARM: "unhealthy" in ${HOME}`,
    ]);
  });

  test("does not reach a topic that is encrypted with AWS's own key", async () => {
    const cloud = await cloudWithTopic({ KmsMasterKeyId: "alias/aws/sns" });
    expect(cloud.recorded("message-published")).toEqual([]);
    expect(cloud.recorded("alarm-action-failed")).toHaveLength(1);
  });
});

describe("a composite alarm", () => {
  test("follows its rule, and says who suppresses its actions", async () => {
    const cloud = new TestCloud();
    await cloud.create(HOME, "AWS::CloudWatch::Alarm", "Child", ALARM);
    const quiet = { ...ALARM, AlarmName: "maintenance", MetricName: "Maintenance" };
    await cloud.create(HOME, "AWS::CloudWatch::Alarm", "Quiet", quiet);
    await cloud.create(HOME, "AWS::CloudWatch::CompositeAlarm", "Both", {
      AlarmName: "both",
      AlarmRule: 'ALARM("unhealthy") AND NOT INSUFFICIENT_DATA(maintenance)',
      ActionsSuppressor: "maintenance",
      ActionsSuppressorWaitPeriod: 60,
      ActionsSuppressorExtensionPeriod: 60,
    });
    cloud.in(HOME).cloudwatch.put("Test", "Health", {}, 0);
    cloud.in(HOME).cloudwatch.put("Test", "Maintenance", {}, 0);
    await cloud.pass(200);
    const both = cloud
      .in(HOME)
      .cloudwatch.alarmsNow()
      .find(({ name }) => name === "both");
    expect(both?.state).toMatchObject({ value: "ALARM", actionsSuppressedBy: "Alarm" });
  });
});

describe("metrics", () => {
  test("are seen only after their minute, and only in their own Region", async () => {
    const cloud = new TestCloud();
    cloud.in(HOME).cloudwatch.put("Test", "Health", {}, 5);
    const ask = (region: string) =>
      cloud.call<{ Datapoints: readonly object[] }>(
        "monitoring",
        "GetMetricStatistics",
        {
          Namespace: "Test",
          MetricName: "Health",
          StartTime: new Date(START_MS),
          EndTime: new Date(START_MS + 60_000),
          Period: 60,
          Statistics: ["Maximum"],
        },
        region,
      );
    await cloud.pass(60);
    expect((await ask(HOME)).Datapoints).toEqual([]);
    await cloud.pass(30);
    expect((await ask(HOME)).Datapoints).toEqual([{ Timestamp: new Date(START_MS), Maximum: 5 }]);
    expect((await ask(AWAY)).Datapoints).toEqual([]);
  });
});

async function allowEvents(cloud: TestCloud): Promise<void> {
  const Principal = { Service: "events.amazonaws.com" };
  const Statement = [{ Effect: "Allow", Principal, Action: "sqs:SendMessage", Resource: "*" }];
  const Queues = [`https://sqs.${HOME}.amazonaws.com/${ACCOUNT}/events`];
  await cloud.create(HOME, "AWS::SQS::QueuePolicy", "Policy", { Queues, PolicyDocument: { Statement } });
}

function receive(cloud: TestCloud): Promise<{ readonly Messages?: readonly { readonly Body: string }[] }> {
  return cloud.call("sqs", "ReceiveMessage", { QueueUrl: `https://sqs.${HOME}.amazonaws.com/${ACCOUNT}/events` });
}
