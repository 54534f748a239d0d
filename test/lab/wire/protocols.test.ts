import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import { CloudWatchClient, DescribeAlarmsCommand, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { CopyImageCommand, DescribeInstancesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { DescribeTargetHealthCommand, ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import {
  type Change,
  ChangeResourceRecordSetsCommand,
  GetHealthCheckStatusCommand,
  Route53Client,
} from "@aws-sdk/client-route-53";
import { GetScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { warmUpSdk } from "../../../lab/wire/warm-up";
import { bench } from "./helpers";

beforeAll(warmUpSdk);

interface Sender {
  send(command: never): Promise<unknown>;
}

/** Sends one command to a model that gives `answer`; what the model saw and what the caller got. */
async function roundTrip<Command extends { readonly input: object }>(
  clientClass: new (config: never) => Sender,
  command: Command,
  answer: unknown,
) {
  const { clients, run, seen, wire } = bench(() => answer);
  const client = clients.get(clientClass, "us-west-2");
  const output = (await run(client.send(command as never))) as Record<string, unknown>;
  expect(wire.defects).toEqual([]);
  const { $metadata, ...got } = output;
  return { call: seen[0], got };
}

const moment = new Date("2026-01-01T12:34:56Z");

describe("every protocol carries input and output unchanged", () => {
  const cases: readonly (readonly [string, new (config: never) => Sender, { readonly input: object }, object])[] = [
    [
      "rds DescribeDBInstances",
      RDSClient,
      new DescribeDBInstancesCommand({ Filters: [{ Name: "engine", Values: ["a", "b c&d=e+f"] }], MaxRecords: 20 }),
      {
        DBInstances: [
          {
            DBInstanceIdentifier: "a <&> b",
            AllocatedStorage: 20,
            MultiAZ: true,
            InstanceCreateTime: moment,
            StatusInfos: [{ Normal: true }],
          },
        ],
      },
    ],
    [
      "autoscaling DescribeAutoScalingGroups",
      AutoScalingClient,
      new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: ["g", "h"] }),
      {
        AutoScalingGroups: [
          {
            AutoScalingGroupName: "g",
            MinSize: 0,
            MaxSize: 4,
            DesiredCapacity: 2,
            Instances: [],
            CreatedTime: moment,
            AvailabilityZones: ["a", "b"],
          },
        ],
      },
    ],
    [
      "ec2 DescribeInstances",
      EC2Client,
      new DescribeInstancesCommand({ InstanceIds: ["i-1", "i-2"], Filters: [{ Name: "tag:k", Values: ["v"] }] }),
      {
        Reservations: [
          {
            Instances: [{ InstanceId: "i-1", State: { Name: "running", Code: 16 }, Tags: [{ Key: "k", Value: "v" }] }],
          },
        ],
      },
    ],
    [
      "elasticloadbalancing DescribeTargetHealth",
      ElasticLoadBalancingV2Client,
      new DescribeTargetHealthCommand({ TargetGroupArn: "arn:tg", Targets: [{ Id: "i-1", Port: 80 }] }),
      { TargetHealthDescriptions: [{ Target: { Id: "i-1", Port: 80 }, TargetHealth: { State: "healthy" } }] },
    ],
    [
      "route53 GetHealthCheckStatus",
      Route53Client,
      new GetHealthCheckStatusCommand({ HealthCheckId: "hc-1" }),
      {
        HealthCheckObservations: [
          { Region: "us-east-1", IPAddress: "1.2.3.4", StatusReport: { Status: "Success", CheckedTime: moment } },
        ],
      },
    ],
    [
      "monitoring PutMetricData",
      CloudWatchClient,
      new PutMetricDataCommand({
        Namespace: "n",
        MetricData: [{ MetricName: "m", Value: 1.5, Timestamp: moment, Dimensions: [{ Name: "d", Value: "e" }] }],
      }),
      {},
    ],
    [
      "monitoring DescribeAlarms",
      CloudWatchClient,
      new DescribeAlarmsCommand({ AlarmNames: ["a"] }),
      { MetricAlarms: [{ AlarmName: "a", StateValue: "ALARM", StateUpdatedTimestamp: moment }] },
    ],
    [
      "dynamodb GetItem",
      DynamoDBClient,
      new GetItemCommand({ TableName: "t", Key: { pk: { S: "x" } }, ConsistentRead: true }),
      {
        Item: {
          pk: { S: "x" },
          n: { N: "1" },
          list: { L: [{ BOOL: true }, { NULL: true }] },
          map: { M: { a: { SS: ["b"] } } },
        },
      },
    ],
    [
      "sns Publish",
      SNSClient,
      new PublishCommand({
        TopicArn: "arn:x",
        Message: "hi <&>",
        MessageAttributes: { k: { DataType: "String", StringValue: "v" } },
      }),
      { MessageId: "m" },
    ],
    [
      "sqs GetQueueAttributes",
      SQSClient,
      new GetQueueAttributesCommand({ QueueUrl: "https://sqs.us-west-2.amazonaws.com/1/q", AttributeNames: ["All"] }),
      { Attributes: { ApproximateNumberOfMessages: "3" } },
    ],
    [
      "states StartExecution",
      SFNClient,
      new StartExecutionCommand({ stateMachineArn: "arn:x", name: "n", input: "{}" }),
      { executionArn: "arn:y", startDate: moment },
    ],
    [
      "events PutEvents",
      EventBridgeClient,
      new PutEventsCommand({
        Entries: [{ Source: "s", DetailType: "d", Detail: "{}", Time: moment, Resources: ["r"] }],
      }),
      { FailedEntryCount: 0, Entries: [{ EventId: "e" }] },
    ],
    [
      "scheduler GetSchedule",
      SchedulerClient,
      new GetScheduleCommand({ Name: "every minute", GroupName: "g" }),
      { Name: "every minute", CreationDate: moment },
    ],
    ["sts GetCallerIdentity", STSClient, new GetCallerIdentityCommand({}), { Account: "1", Arn: "arn:z", UserId: "u" }],
  ];

  test.each(cases)("%s", async (_name, clientClass, command, answer) => {
    const { call, got } = await roundTrip(clientClass, command, answer);
    expect(call?.input).toEqual(command.input);
    expect(got).toEqual(answer);
  });

  test("the model learns service, operation, Region and caller from the request itself", async () => {
    const { call } = await roundTrip(CloudWatchClient, new DescribeAlarmsCommand({}), {});
    expect(call).toMatchObject({ service: "monitoring", operation: "DescribeAlarms", region: "us-west-2" });
    expect(call?.caller).toEqual({ arn: "arn:aws:iam::111122223333:role/tester", region: "eu-west-1" });
  });

  test("a global service is called in the Region of its endpoint", async () => {
    const { call } = await roundTrip(Route53Client, new GetHealthCheckStatusCommand({ HealthCheckId: "hc-1" }), {
      HealthCheckObservations: [],
    });
    expect(call).toMatchObject({ service: "route53", region: "us-east-1" });
  });

  test("lambda Invoke: payload as bytes, function error in a header, status in the status", async () => {
    const payload = Buffer.from('{"a":"ü"}');
    const { call, got } = await roundTrip(
      LambdaClient,
      new InvokeCommand({
        FunctionName: "arn:aws:lambda:us-west-2:1:function:f",
        Payload: payload,
        InvocationType: "RequestResponse",
      }),
      { StatusCode: 200, FunctionError: "Unhandled", Payload: Buffer.from("{}") },
    );
    expect(call?.input).toMatchObject({
      FunctionName: "arn:aws:lambda:us-west-2:1:function:f",
      InvocationType: "RequestResponse",
    });
    expect(Buffer.from(call?.input.Payload as Uint8Array).toString()).toBe('{"a":"ü"}');
    expect(got).toMatchObject({ StatusCode: 200, FunctionError: "Unhandled" });
    expect(Buffer.from(got.Payload as Uint8Array).toString()).toBe("{}");
  });

  test("route53 ChangeResourceRecordSets: an XML document beside a path label", async () => {
    const change: Change = {
      Action: "UPSERT",
      ResourceRecordSet: { Name: "a.example.com", Type: "A", TTL: 60, ResourceRecords: [{ Value: "1.1.1.1" }] },
    };
    const { call } = await roundTrip(
      Route53Client,
      new ChangeResourceRecordSetsCommand({ HostedZoneId: "/hostedzone/Z1", ChangeBatch: { Changes: [change] } }),
      { ChangeInfo: { Id: "C1", Status: "PENDING", SubmittedAt: moment } },
    );
    expect(call?.input).toEqual({ HostedZoneId: "Z1", ChangeBatch: { Changes: [change] } });
  });

  test("ec2 CopyImage: the SDK's own idempotency token arrives", async () => {
    const { call } = await roundTrip(
      EC2Client,
      new CopyImageCommand({ SourceImageId: "ami-1", SourceRegion: "us-east-1", Name: "n" }),
      { ImageId: "ami-2" },
    );
    expect(call?.input).toMatchObject({ SourceImageId: "ami-1", SourceRegion: "us-east-1", Name: "n" });
  });

  test("dynamodb PutItem: binary and empty values survive", async () => {
    const { call } = await roundTrip(
      DynamoDBClient,
      new PutItemCommand({ TableName: "t", Item: { pk: { S: "" }, b: { B: Buffer.from("hi") }, l: { L: [] } } }),
      {},
    );
    const item = call?.input.Item as Record<string, { B?: Uint8Array; S?: string; L?: unknown[] }>;
    expect(item.pk).toEqual({ S: "" });
    expect(Buffer.from(item.b?.B ?? []).toString()).toBe("hi");
    expect(item.l).toEqual({ L: [] });
  });
});
