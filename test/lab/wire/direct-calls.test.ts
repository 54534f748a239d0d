import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import { CloudWatchClient, GetMetricDataCommand, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { CreateLaunchTemplateVersionCommand, EC2Client } from "@aws-sdk/client-ec2";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import { GetHealthCheckStatusCommand, Route53Client } from "@aws-sdk/client-route-53";
import { DescribeExecutionCommand, SFNClient } from "@aws-sdk/client-sfn";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { withAmbient } from "../../../lab/kernel/ambient";
import { LostReply } from "../../../lab/kernel/disturbances";
import { RandomSource } from "../../../lab/kernel/random";
import { type ApiCall, AwsError } from "../../../lab/kernel/service";
import { type CallStyle, LabAwsClients } from "../../../lab/wire/aws-clients";
import { warmUpSdk } from "../../../lab/wire/warm-up";
import { type Bench, bench, ROLE, START_MS } from "./helpers";

beforeAll(warmUpSdk);

const AT = new Date("2026-03-04T05:06:07.089Z");
const BUDGET = { connectionTimeoutMs: 1_000, requestTimeoutMs: 3_000, maxAttempts: 3 };

/** Answers with what no schema knows, with absent members, dates, bytes, nested lists and maps. */
const ANSWERS: Readonly<Record<string, unknown>> = {
  GetItem: { Item: { pk: { S: "<x>&" }, list: { L: [{ N: "1" }, { M: { a: { NULL: true } } }] } }, Unknown: 1 },
  PutItem: {},
  DescribeDBInstances: {
    DBInstances: [{ DBInstanceIdentifier: "d", MultiAZ: false, InstanceCreateTime: AT, Engine: undefined }],
  },
  GetHealthCheckStatus: { HealthCheckObservations: [{ Region: "us-east-1", StatusReport: { CheckedTime: AT } }] },
  Invoke: { StatusCode: 200, FunctionError: "Unhandled", Payload: new TextEncoder().encode('{"é":1}') },
  PutMetricData: {},
  GetMetricData: { MetricDataResults: [{ Id: "a", Timestamps: [AT], Values: [0, 1.5] }] },
  Publish: { MessageId: "m" },
  DescribeExecution: { executionArn: "arn", status: "RUNNING", startDate: AT },
  DescribeAutoScalingGroups: {
    AutoScalingGroups: [{ AutoScalingGroupName: "g", MinSize: 0, Instances: [], CreatedTime: AT }],
  },
  CreateLaunchTemplateVersion: { LaunchTemplateVersion: { VersionNumber: 7, CreateTime: AT } },
};

/** The styles draw different numbers of invocation ids: the waits between retries must not depend on that. */
class SteadyRandom extends RandomSource {
  override next(): number {
    return 0.5;
  }

  override fork(): RandomSource {
    return this;
  }
}

type Calls = (clients: LabAwsClients) => readonly (() => Promise<unknown>)[];

const answeredCalls: Calls = (clients) => [
  () =>
    clients
      .get(DynamoDBClient, "eu-west-1")
      .send(new GetItemCommand({ TableName: "t", Key: { pk: { S: "x" } }, ConsistentRead: undefined })),
  () =>
    clients
      .get(DynamoDBClient, "eu-west-1")
      .send(new PutItemCommand({ TableName: "t", Item: { pk: { S: "é<" }, deep: { M: { n: { N: "1" } } } } })),
  () =>
    clients
      .get(RDSClient, "us-east-1")
      .send(new DescribeDBInstancesCommand({ Filters: [{ Name: "f", Values: ["a", "b"] }], MaxRecords: 20 })),
  () => clients.get(Route53Client, "eu-west-1").send(new GetHealthCheckStatusCommand({ HealthCheckId: "h/1" })),
  () =>
    clients
      .get(LambdaClient, "us-west-2")
      .send(new InvokeCommand({ FunctionName: "f", Payload: new TextEncoder().encode('{"ü":[1]}') })),
  () =>
    clients.get(CloudWatchClient, "eu-west-1").send(
      new PutMetricDataCommand({
        Namespace: "n",
        MetricData: [{ MetricName: "m", Value: 1, Timestamp: AT, Dimensions: [{ Name: "a", Value: "b" }] }],
      }),
    ),
  () =>
    clients.get(CloudWatchClient, "eu-west-1").send(
      new GetMetricDataCommand({
        StartTime: AT,
        EndTime: new Date(AT.getTime() + 60_000),
        MetricDataQueries: [{ Id: "a", MetricStat: { Metric: { Namespace: "n" }, Period: 60, Stat: "Maximum" } }],
      }),
    ),
  () => clients.get(SNSClient, "eu-west-1").send(new PublishCommand({ TopicArn: "t", Message: "a\n<b>&" })),
  () => clients.get(SFNClient, "eu-west-1").send(new DescribeExecutionCommand({ executionArn: "arn" })),
  () =>
    clients
      .get(AutoScalingClient, "eu-west-1")
      .send(new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: ["g"] })),
  () =>
    clients.get(EC2Client, "eu-west-1").send(
      new CreateLaunchTemplateVersionCommand({
        LaunchTemplateId: "lt-1",
        SourceVersion: "$Latest",
        LaunchTemplateData: { ImageId: "ami-1", Monitoring: { Enabled: true } },
      }),
    ),
];

/** Everything there is to see of some calls: inputs at the model, results, the log, the time that passed. */
async function observe(style: CallStyle, calls: Calls, scripted: (world: Bench) => void, answer: typeof answerOf) {
  const world = bench((call) => answer(call), { budget: BUDGET });
  scripted(world);
  const clients = new LabAwsClients(world.wire, ROLE, BUDGET, style);
  const results: unknown[] = [];
  await withAmbient(world.clock, new SteadyRandom(1), async () => {
    for (const call of calls(clients)) results.push(await world.run(call().catch(describeError)));
  });
  return {
    results,
    seen: world.seen.map(({ input, ...call }) => ({ ...call, input: withoutToken(input) })),
    log: world.wire.calls.records,
    tookMs: world.clock.now() - START_MS,
    defects: world.wire.defects,
  };
}

function answerOf({ operation }: ApiCall): unknown {
  return ANSWERS[operation];
}

/** The token is drawn anew for every call, in both styles. */
function withoutToken(input: ApiCall["input"]): object {
  return "ClientToken" in input ? { ...input, ClientToken: typeof input.ClientToken } : input;
}

/** Own members too: they are what handlers read of an error. */
function describeError(error: Error): object {
  const { name, message } = error;
  return { ...error, name, message, type: error.constructor.name };
}

async function expectSame(calls: Calls, scripted: (world: Bench) => void = () => {}, answer = answerOf) {
  const http = await observe("http", calls, scripted, answer);
  expect(await observe("direct", calls, scripted, answer)).toEqual(http);
  return http;
}

const getItem: Calls = (clients) => [
  () => clients.get(DynamoDBClient, "us-east-1").send(new GetItemCommand({ TableName: "t", Key: { pk: { S: "x" } } })),
];

describe("direct calls and HTTP calls cannot be told apart", () => {
  test("inputs, outputs, request ids, log and time", async () => {
    const { results, seen } = await expectSame(answeredCalls);
    expect(results).toHaveLength(seen.length);
    expect(results).not.toContainEqual(expect.objectContaining({ type: expect.anything() }));
  });

  test("the payload of an invocation is bytes that can be read as text", async () => {
    const { wire, run } = bench(answerOf);
    const client = new LabAwsClients(wire, ROLE, BUDGET, "direct").get(LambdaClient, "eu-west-1");
    const { Payload } = await run(client.send(new InvokeCommand({ FunctionName: "f" })));
    expect(Payload?.transformToString()).toBe('{"é":1}');
  });

  test("a command whose middleware changes the message goes the long way", async () => {
    const { wire, run } = bench(() => ({ MessageId: "m", MD5OfMessageBody: "0" }));
    const client = new LabAwsClients(wire, ROLE, BUDGET, "direct").get(SQSClient, "eu-west-1");
    const sent = run(
      client.send(new SendMessageCommand({ QueueUrl: "https://sqs.eu-west-1.amazonaws.com/1/q", MessageBody: "x" })),
    );
    await expect(sent).rejects.toThrow("InvalidChecksumError");
  });

  test("errors: declared with members, declared under another code, undeclared, throttling", async () => {
    const errors = [
      new AwsError("ConditionalCheckFailedException", "no", 400, { Item: { pk: { S: "x" } } }),
      new AwsError("AccessDeniedException", "You may not.", 400),
      new AwsError("ThrottlingException", "Rate exceeded", 400),
    ];
    for (const error of errors) {
      await expectSame(getItem, undefined, () => {
        throw error;
      });
    }
    const describing: Calls = (clients) => [
      () => clients.get(RDSClient, "us-east-1").send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: "d" })),
    ];
    const { results } = await expectSame(describing, undefined, () => {
      throw new AwsError("DBInstanceNotFound", "no such instance", 404);
    });
    expect(results).toMatchObject([{ name: "DBInstanceNotFoundFault" }]);
  });

  test("an error is of the service's own class", async () => {
    const { wire, run } = bench(() => {
      throw new AwsError("ConditionalCheckFailedException", "no");
    });
    const [call] = getItem(new LabAwsClients(wire, ROLE, BUDGET, "direct"));
    await expect(run(call?.() ?? Promise.resolve())).rejects.toBeInstanceOf(ConditionalCheckFailedException);
  });

  test("a missing required member, at any depth", async () => {
    const put: Calls = (clients) => [
      () => clients.get(DynamoDBClient, "eu-west-1").send(new PutItemCommand({ Item: {} } as never)),
      () =>
        clients
          .get(CloudWatchClient, "eu-west-1")
          .send(new GetMetricDataCommand({ StartTime: AT, EndTime: AT, MetricDataQueries: [{} as never] })),
    ];
    const { seen } = await expectSame(put);
    expect(seen).toEqual([]);
  });

  test("waits between retries, service by service", async () => {
    const goDark = ({ network }: Bench) => {
      for (const region of ["eu-west-1", "us-east-1", "us-west-2"]) network.darken({ region, sparedServices: [] });
    };
    const { results } = await expectSame(answeredCalls, goDark);
    expect(results).toEqual(results.map(() => expect.objectContaining({ name: "TimeoutError" })));
  });

  test("a dark Region, and a reply that is lost", async () => {
    await expectSame(getItem, ({ network }) => network.darken({ region: "us-east-1", sparedServices: [] }));
    const { seen } = await expectSame(getItem, ({ wire }) =>
      wire.interceptors.push({
        afterModel: () => {
          throw new LostReply();
        },
      }),
    );
    expect(seen).not.toEqual([]);
  });

  test("nothing is shared between caller and model", async () => {
    const item = { pk: { S: "kept" } };
    const { wire, run, seen } = bench(() => ({ Item: item }));
    const client = new LabAwsClients(wire, ROLE, BUDGET, "direct").get(DynamoDBClient, "eu-west-1");
    const key = { pk: { S: "sent" } };
    const { Item } = await run(client.send(new GetItemCommand({ TableName: "t", Key: key })));
    key.pk.S = "changed";
    expect(seen).toMatchObject([{ input: { Key: { pk: { S: "sent" } } } }]);
    Object.assign(Item ?? {}, { pk: { S: "changed" } });
    expect(item).toEqual({ pk: { S: "kept" } });
  });
});
