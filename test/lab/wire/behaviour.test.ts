import { CloudWatchClient, DescribeAlarmsCommand, ResourceNotFoundException } from "@aws-sdk/client-cloudwatch";
import { ConditionalCheckFailedException, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { CreateLaunchTemplateVersionCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  ResourceNotFoundException as FunctionNotFound,
  GetFunctionCommand,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import {
  DBInstanceNotFoundFault,
  DescribeDBInstancesCommand,
  PromoteReadReplicaCommand,
  RDSClient,
} from "@aws-sdk/client-rds";
import { GetHealthCheckStatusCommand, NoSuchHealthCheck, Route53Client } from "@aws-sdk/client-route-53";
import { DescribeExecutionCommand, ExecutionDoesNotExist, SFNClient } from "@aws-sdk/client-sfn";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { withAmbient } from "../../../lab/kernel/ambient";
import { LostReply } from "../../../lab/kernel/disturbances";
import { RandomSource } from "../../../lab/kernel/random";
import { AwsError } from "../../../lab/kernel/service";
import { LabAwsClients } from "../../../lab/wire/aws-clients";
import { warmUpSdk } from "../../../lab/wire/warm-up";
import { bench, ROLE, START_MS } from "./helpers";

beforeAll(warmUpSdk);

const describeInstances = new DescribeDBInstancesCommand({});
const refuse = (error: AwsError) => () => {
  throw error;
};

describe("errors become the SDK's own classes", () => {
  const cases = [
    ["rds by wire code", RDSClient, describeInstances, "DBInstanceNotFound", DBInstanceNotFoundFault, 404],
    ["rds by class name", RDSClient, describeInstances, "DBInstanceNotFoundFault", DBInstanceNotFoundFault, 404],
    [
      "route53",
      Route53Client,
      new GetHealthCheckStatusCommand({ HealthCheckId: "x" }),
      "NoSuchHealthCheck",
      NoSuchHealthCheck,
      404,
    ],
    [
      "states",
      SFNClient,
      new DescribeExecutionCommand({ executionArn: "x" }),
      "ExecutionDoesNotExist",
      ExecutionDoesNotExist,
      400,
    ],
    [
      "lambda",
      LambdaClient,
      new GetFunctionCommand({ FunctionName: "f" }),
      "ResourceNotFoundException",
      FunctionNotFound,
      404,
    ],
    [
      "monitoring",
      CloudWatchClient,
      new DescribeAlarmsCommand({}),
      "ResourceNotFoundException",
      ResourceNotFoundException,
      404,
    ],
  ] as const;

  test.each(cases)("%s", async (_name, clientClass, command, code, errorClass, status) => {
    const { clients, run } = bench(refuse(new AwsError(code, "not <there> & gone")));
    const client = clients.get(clientClass as never, "us-west-2") as { send(command: unknown): Promise<unknown> };
    const failure = await run(client.send(command).catch((error: unknown) => error));
    expect(failure).toBeInstanceOf(errorClass);
    expect(failure).toMatchObject({ message: "not <there> & gone", $metadata: { httpStatusCode: status } });
  });

  test("members travel with the error", async () => {
    const members = { Item: { pk: { S: "held by another" } } };
    const { clients, run } = bench(
      refuse(new AwsError("ConditionalCheckFailedException", "The conditional request failed", 400, members)),
    );
    const put = clients.get(DynamoDBClient, "eu-west-1").send(new PutItemCommand({ TableName: "t", Item: {} }));
    const failure = await run(put.catch((error: unknown) => error));
    expect(failure).toBeInstanceOf(ConditionalCheckFailedException);
    expect(failure).toMatchObject(members);
  });

  test("an error that the service does not declare keeps its name", async () => {
    const { clients, run, wire } = bench(() => ({}), { authorize: refuse(new AwsError("AccessDenied", "no", 403)) });
    const failure = await run(
      clients
        .get(RDSClient, "eu-west-1")
        .send(describeInstances)
        .catch((error: unknown) => error),
    );
    expect(failure).toMatchObject({ name: "AccessDenied", message: "no", $metadata: { httpStatusCode: 403 } });
    expect(wire.calls.records).toMatchObject([
      { outcome: "refused", errorCode: "AccessDenied", operation: "DescribeDBInstances" },
    ]);
  });
});

describe("input is validated as AWS does", () => {
  test("a missing required member never reaches the model", async () => {
    const { clients, run, seen } = bench(() => ({}));
    const promote = clients
      .get(RDSClient, "eu-west-1")
      .send(new PromoteReadReplicaCommand({} as { DBInstanceIdentifier: string }));
    await expect(run(promote)).rejects.toMatchObject({
      name: "MissingParameter",
      message: "The request must contain the parameter DBInstanceIdentifier",
    });
    expect(seen).toEqual([]);
  });

  test("nested and per-service wording", async () => {
    const { clients, run } = bench(() => ({}));
    const version = clients
      .get(EC2Client, "eu-west-1")
      .send(new CreateLaunchTemplateVersionCommand({ LaunchTemplateName: "x", LaunchTemplateData: undefined }));
    await expect(run(version)).rejects.toMatchObject({ name: "MissingParameter" });
    const put = clients.get(DynamoDBClient, "eu-west-1").send(new PutItemCommand({ Item: {} } as never));
    await expect(run(put)).rejects.toMatchObject({
      name: "ValidationException",
      message:
        "1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null",
    });
  });

  test("an unknown access key is refused with 403", async () => {
    const { run, wire } = bench(() => ({}));
    const { WireRequestHandler } = await import("../../../lab/wire/request-handler");
    const stranger = new RDSClient({
      region: "eu-west-1",
      maxAttempts: 1,
      credentials: { accessKeyId: "AKIASTRANGER", secretAccessKey: "x" },
      requestHandler: new WireRequestHandler(
        wire,
        { arn: "x", region: "eu-west-1" },
        { connectionTimeoutMs: 1, requestTimeoutMs: 1 },
      ),
    });
    await expect(run(stranger.send(describeInstances))).rejects.toMatchObject({
      name: "UnrecognizedClientException",
      $metadata: { httpStatusCode: 403 },
    });
  });
});

describe("network and time", () => {
  test("an answer takes a round trip of virtual time, the model acts in the middle", async () => {
    const actedAtMs: number[] = [];
    const { clients, run, clock } = bench(() => {
      actedAtMs.push(clock.now() - START_MS);
      return {};
    });
    await run(clients.get(RDSClient, "us-east-1").send(describeInstances));
    const tookMs = clock.now() - START_MS;
    expect(tookMs).toBeGreaterThanOrEqual(110);
    expect(actedAtMs[0]).toBeCloseTo(tookMs / 2, 6);
  });

  test("a dark Region never answers: the connection timeout ends it", async () => {
    const { clients, run, clock, network, wire, seen } = bench(() => ({}));
    network.darken({ region: "us-east-1", sparedServices: [] });
    const failure = await run(
      clients
        .get(RDSClient, "us-east-1")
        .send(describeInstances)
        .catch((error: unknown) => error),
    );
    expect(failure).toMatchObject({ name: "TimeoutError" });
    expect(clock.now() - START_MS).toBe(1_000);
    expect(wire.calls.records).toMatchObject([
      { outcome: "unreachable", fromRegion: "eu-west-1", toRegion: "us-east-1" },
    ]);
    expect(seen).toEqual([]);
  });

  test("on a connection that already stands, silence costs the whole request timeout", async () => {
    const { clients, run, clock, network } = bench(() => ({}));
    const rds = clients.get(RDSClient, "us-east-1");
    await run(rds.send(describeInstances));
    network.darken({ region: "us-east-1", sparedServices: [] });
    const beganMs = clock.now();
    await expect(run(rds.send(describeInstances))).rejects.toMatchObject({ name: "TimeoutError" });
    expect(clock.now() - beganMs).toBe(3_000);
  });

  test("a Region that goes dark while the model acts: the call took effect, the answer is lost", async () => {
    const { clients, run, network, seen, wire, clock } = bench(() => {
      network.darken({ region: "us-east-1", sparedServices: [] });
      return {};
    });
    await expect(run(clients.get(RDSClient, "us-east-1").send(describeInstances))).rejects.toMatchObject({
      name: "TimeoutError",
    });
    expect(seen).toHaveLength(1);
    expect(clock.now() - START_MS).toBe(3_000);
    expect(wire.calls.records).toMatchObject([{ outcome: "reply-lost" }]);
  });

  test("nothing leaves a dark Region, and what had left it is never answered there", async () => {
    const { clients, run, clock, network, wire, seen } = bench(() => {
      network.darken({ region: "eu-west-1", sparedServices: [] });
      return {};
    });
    const rds = clients.get(RDSClient, "us-east-1");
    await expect(run(rds.send(describeInstances))).rejects.toMatchObject({ name: "TimeoutError" });
    expect(wire.calls.records).toMatchObject([{ outcome: "reply-lost" }]);
    const beganMs = clock.now();
    await expect(run(rds.send(describeInstances))).rejects.toMatchObject({ name: "TimeoutError" });
    expect(clock.now()).toBeGreaterThan(beganMs);
    expect(wire.calls.records).toMatchObject([{ outcome: "reply-lost" }, { outcome: "unreachable" }]);
    expect(seen).toHaveLength(1);
  });

  test.each(["http", "direct"] as const)(
    "%s calls of a dead sandbox never leave it; those under way arrive, and it never hears so",
    async (style) => {
      const { wire, clock, seen } = bench(() => ({}));
      const life = { isOver: false };
      const budget = { connectionTimeoutMs: 1_000, requestTimeoutMs: 3_000, maxAttempts: 1 };
      const rds = new LabAwsClients(wire, ROLE, budget, style, life).get(RDSClient, "us-east-1");
      const settled: string[] = [];
      const send = (name: string) => rds.send(describeInstances).finally(() => settled.push(name));
      void send("before");
      clock.after(10, () => {
        life.isOver = true;
        void send("after");
      });
      await clock.run(clock.now() + 60_000);
      expect(seen).toHaveLength(1);
      expect(settled).toEqual([]);
    },
  );

  test("interceptors throttle before and lose replies after; the SDK retries in virtual time", async () => {
    const { clients, run, wire, clock, seen } = bench(() => ({}), {
      budget: { connectionTimeoutMs: 1_000, requestTimeoutMs: 2_000, maxAttempts: 4 },
    });
    const troubles = [new AwsError("Throttling", "Rate exceeded"), undefined, undefined];
    const losses = [new LostReply(), undefined];
    const throwNext = (queue: (Error | undefined)[]) => () => {
      const next = queue.shift();
      if (next) throw next;
    };
    wire.interceptors.push({ beforeModel: throwNext(troubles), afterModel: throwNext(losses) });
    const output = await withAmbient(clock, new RandomSource(3), () =>
      run(clients.get(RDSClient, "eu-west-1").send(describeInstances)),
    );
    expect(output.$metadata.attempts).toBe(3);
    expect(seen).toHaveLength(2);
    expect(wire.calls.records.map((record) => record.outcome)).toEqual(["failed", "reply-lost", "answered"]);
    expect(clock.now() - START_MS).toBeGreaterThan(2_000);
  });

  test("a model that breaks is a defect of the lab, never a quiet error", async () => {
    const { clients, run, wire, journal } = bench(() => {
      throw new TypeError("undefined is not a function");
    });
    await expect(run(clients.get(RDSClient, "eu-west-1").send(describeInstances))).rejects.toMatchObject({
      name: "InternalFailure",
    });
    expect(wire.defects).toHaveLength(1);
    expect(journal.entries.map((entry) => entry.kind)).toEqual(["lab-defect"]);
  });
});
