import { expect, test } from "@jest/globals";
import { ACCOUNT, HOME, TestCloud } from "../platform/cloud";

const QueueUrl = `https://sqs.${HOME}.amazonaws.com/${ACCOUNT}/jobs`;

interface Received {
  readonly Messages?: readonly { readonly Body: string; readonly ReceiptHandle: string }[];
}

async function cloudWithQueue(properties: object = {}): Promise<TestCloud> {
  const cloud = new TestCloud();
  await cloud.create(HOME, "AWS::SQS::Queue", "Queue", { QueueName: "jobs", VisibilityTimeout: 30, ...properties });
  await cloud.call("sqs", "SendMessage", { QueueUrl, MessageBody: "one" });
  return cloud;
}

const receive = (cloud: TestCloud) => cloud.call<Received>("sqs", "ReceiveMessage", { QueueUrl });

test("a message that was received comes back unless it is deleted in time", async () => {
  const cloud = await cloudWithQueue();
  expect((await receive(cloud)).Messages?.[0]?.Body).toBe("one");
  expect((await receive(cloud)).Messages).toBeUndefined();
  await cloud.pass(31);
  const again = await receive(cloud);
  await cloud.call("sqs", "DeleteMessage", { QueueUrl, ReceiptHandle: again.Messages?.[0]?.ReceiptHandle });
  await cloud.pass(60);
  expect((await receive(cloud)).Messages).toBeUndefined();
});

test("a receipt of an earlier reception no longer deletes", async () => {
  const cloud = await cloudWithQueue();
  const first = await receive(cloud);
  await cloud.pass(31);
  await receive(cloud);
  await cloud.call("sqs", "DeleteMessage", { QueueUrl, ReceiptHandle: first.Messages?.[0]?.ReceiptHandle });
  await cloud.pass(31);
  expect((await receive(cloud)).Messages).toHaveLength(1);
});

test("a message older than the retention is gone", async () => {
  const cloud = await cloudWithQueue({ MessageRetentionPeriod: 60 });
  await cloud.pass(61);
  expect(cloud.in(HOME).sqs.visibleCount("jobs")).toBe(0);
});

test("what waits in a dead-letter queue raises the alarm on it", async () => {
  const cloud = await cloudWithQueue();
  await cloud.create(HOME, "AWS::CloudWatch::Alarm", "Alarm", {
    AlarmName: "dead-letters",
    Namespace: "AWS/SQS",
    MetricName: "ApproximateNumberOfMessagesVisible",
    Dimensions: [{ Name: "QueueName", Value: "jobs" }],
    Statistic: "Maximum",
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: "GreaterThanOrEqualToThreshold",
    TreatMissingData: "notBreaching",
  });
  await cloud.pass(300);
  expect(cloud.in(HOME).cloudwatch.alarmsNow()[0]?.state.value).toBe("ALARM");
});

test("a message to a queue that does not exist is refused", async () => {
  const cloud = await cloudWithQueue();
  const call = cloud.call("sqs", "SendMessage", { QueueUrl: `${QueueUrl}-not`, MessageBody: "lost" });
  await expect(call).rejects.toMatchObject({ code: "QueueDoesNotExist" });
});
