import { AutoScalingClient, SetDesiredCapacityCommand } from "@aws-sdk/client-auto-scaling";
import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { DescribeImagesCommand, DescribeLaunchTemplateVersionsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { DescribeTargetHealthCommand, ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  DescribeDBInstancesCommand,
  PromoteReadReplicaCommand,
  RDSClient,
  RebootDBInstanceCommand,
} from "@aws-sdk/client-rds";
import { GetHealthCheckStatusCommand, ListHealthChecksCommand, Route53Client } from "@aws-sdk/client-route-53";
import { SchedulerClient, UpdateScheduleCommand } from "@aws-sdk/client-scheduler";
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { isThrottlingError } from "@smithy/core/retry";
import type { SdkError } from "@smithy/types";
import fc from "fast-check";
import { summarizeCalls } from "../../../lab/drill/api-calls";
import { withAmbient } from "../../../lab/kernel/ambient";
import { RandomSource } from "../../../lab/kernel/random";
import { TokenBucket } from "../../../lab/kernel/token-bucket";
import { ApiThrottle } from "../../../lab/wire/api-throttle";
import { throttlingError } from "../../../lab/wire/service-errors";
import { warmUpSdk } from "../../../lab/wire/warm-up";
import { isPassing, isUnreachable } from "../../../lambdas/aws/failures";
import { bench, START_MS } from "./helpers";

beforeAll(warmUpSdk);

type Sender = { send(command: unknown): Promise<unknown> };

const describeInstances = new DescribeDBInstancesCommand({});

function throttledBench(maxAttempts = 1) {
  const made = bench(() => ({}), { budget: { connectionTimeoutMs: 1_000, requestTimeoutMs: 3_000, maxAttempts } });
  made.disturbances.add(new ApiThrottle());
  return made;
}

describe("a bucket of tokens", () => {
  test("never lets more pass than its burst and what has flowed in since", () => {
    const limit = fc.record({
      burst: fc.integer({ min: 1, max: 100 }),
      ratePerSecond: fc.integer({ min: 1, max: 50 }),
    });
    const gapsMs = fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 300 });
    fc.assert(
      fc.property(limit, gapsMs, ({ burst, ratePerSecond }, gaps) => {
        const bucket = new TokenBucket({ burst, ratePerSecond }, 0);
        let nowMs = 0;
        let passed = 0;
        for (const gapMs of gaps) {
          nowMs += gapMs;
          if (bucket.take(nowMs)) passed += 1;
        }
        expect(passed).toBeLessThanOrEqual(burst + (nowMs / 1000) * ratePerSecond + 1e-6);
        expect(passed).toBeGreaterThanOrEqual(Math.min(gaps.length, burst));
      }),
    );
  });
});

describe("AWS's own throttling", () => {
  const describeImages = new DescribeImagesCommand({});
  const flood = async (made: ReturnType<typeof throttledBench>, region: string, calls: number) => {
    const ec2 = made.clients.get(EC2Client, region);
    const sent = Array.from({ length: calls }, () => ec2.send(describeImages).catch((error: Error) => error));
    return (await made.run(Promise.all(sent))).filter((answer) => answer instanceof Error);
  };

  test("refuses what comes after the burst, and nothing of it reaches the model", async () => {
    const made = throttledBench();
    const refused = await flood(made, "eu-west-1", 60);
    expect(refused).toEqual(Array(10).fill(expect.objectContaining({ name: "RequestLimitExceeded" })));
    expect(made.seen).toHaveLength(50);
    expect(summarizeCalls(made.wire.calls.records)).toEqual([
      { service: "ec2", operation: "DescribeImages", calls: 60, failed: 10, throttled: 10 },
    ]);
  });

  test("each Region and each operation has a bucket of its own", async () => {
    const made = throttledBench();
    expect(await flood(made, "eu-west-1", 50)).toEqual([]);
    expect(await flood(made, "us-east-1", 50)).toEqual([]);
    await made.run(made.clients.get(EC2Client, "eu-west-1").send(new DescribeLaunchTemplateVersionsCommand({})));
  });

  test("an operation is refused by its own bucket or by the one that all of the account's share, whichever is empty", async () => {
    const { clients, run } = throttledBench();
    const rds = clients.get(RDSClient, "eu-west-1") as Sender;
    const refusedOf = async (command: unknown, calls: number) => {
      const sent = Array.from({ length: calls }, () => rds.send(command).catch((error: Error) => error));
      return (await run(Promise.all(sent))).filter((answer) => answer instanceof Error).length;
    };
    const promote = new PromoteReadReplicaCommand({ DBInstanceIdentifier: "x" });
    expect(await refusedOf(promote, 12)).toBe(2);
    expect(await refusedOf(describeInstances, 290)).toBe(0);
    expect(await refusedOf(describeInstances, 20)).toBeGreaterThan(10);
    expect(await refusedOf(new RebootDBInstanceCommand({ DBInstanceIdentifier: "x" }), 5)).toBeGreaterThan(0);
  });

  test("Route 53 counts all operations of the account together", async () => {
    const { clients, run } = throttledBench();
    const route53 = clients.get(Route53Client, "us-east-1") as Sender;
    const list = Array.from({ length: 5 }, () => route53.send(new ListHealthChecksCommand({})));
    await run(Promise.all(list));
    const sixth = route53.send(new GetHealthCheckStatusCommand({ HealthCheckId: "x" }));
    await expect(run(sixth)).rejects.toMatchObject({ name: "Throttling" });
  });

  test("the SDK waits in virtual time and asks again", async () => {
    const made = throttledBench(4);
    const { clock, wire } = made;
    await withAmbient(clock, new RandomSource(3), async () => expect(await flood(made, "eu-west-1", 52)).toEqual([]));
    expect(clock.now() - START_MS).toBeGreaterThan(100);
    expect(wire.calls.records.filter(({ errorCode }) => errorCode === "RequestLimitExceeded")).not.toEqual([]);
  });
});

describe("every service's way to say it", () => {
  const cases: readonly (readonly [service: string, clientClass: unknown, command: unknown, name: string])[] = [
    [
      "autoscaling",
      AutoScalingClient,
      new SetDesiredCapacityCommand({ AutoScalingGroupName: "a", DesiredCapacity: 1 }),
      "Throttling",
    ],
    ["dynamodb", DynamoDBClient, new PutItemCommand({ TableName: "t", Item: {} }), "ThrottlingException"],
    ["ec2", EC2Client, new DescribeImagesCommand({}), "RequestLimitExceeded"],
    [
      "elasticloadbalancing",
      ElasticLoadBalancingV2Client,
      new DescribeTargetHealthCommand({ TargetGroupArn: "a" }),
      "Throttling",
    ],
    ["events", EventBridgeClient, new PutEventsCommand({ Entries: [] }), "ThrottlingException"],
    ["lambda", LambdaClient, new InvokeCommand({ FunctionName: "f" }), "TooManyRequestsException"],
    ["monitoring", CloudWatchClient, new DescribeAlarmsCommand({}), "Throttling"],
    ["rds", RDSClient, describeInstances, "Throttling"],
    ["route53", Route53Client, new ListHealthChecksCommand({}), "Throttling"],
    [
      "scheduler",
      SchedulerClient,
      new UpdateScheduleCommand({
        Name: "s",
        ScheduleExpression: "rate(1 minute)",
        Target: { Arn: "a", RoleArn: "r" },
        FlexibleTimeWindow: { Mode: "OFF" },
      }),
      "ThrottlingException",
    ],
    ["sns", SNSClient, new PublishCommand({ Message: "m" }), "Throttling"],
    [
      "sqs",
      SQSClient,
      new SendMessageCommand({ QueueUrl: "https://sqs.us-east-1.amazonaws.com/1/q", MessageBody: "m" }),
      "RequestThrottled",
    ],
    ["states", SFNClient, new StartExecutionCommand({ stateMachineArn: "a" }), "ThrottlingException"],
    ["states", SFNClient, new DescribeExecutionCommand({ executionArn: "a" }), "ThrottlingException"],
    ["sts", STSClient, new GetCallerIdentityCommand({}), "Throttling"],
  ];

  test.each(cases)("%s: the SDK and Baton know it for what it is", async (service, clientClass, command, name) => {
    const { clients, run } = bench(() => {
      throw throttlingError(service);
    });
    const client = clients.get(clientClass as never, "us-east-1") as Sender;
    const failures: SdkError[] = [];
    await run(client.send(command).catch((error: SdkError) => failures.push(error)));
    expect(failures).toEqual([expect.objectContaining({ name })]);
    expect(failures.map(isThrottlingError)).toEqual([true]);
    expect(failures.map(isPassing)).toEqual([true]);
    expect(failures.map(isUnreachable)).toEqual([false]);
  });
});
