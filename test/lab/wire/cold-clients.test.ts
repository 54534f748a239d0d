import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DescribeImagesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import { GetHealthCheckStatusCommand, Route53Client } from "@aws-sdk/client-route-53";
import { DescribeExecutionCommand, SFNClient } from "@aws-sdk/client-sfn";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { beforeAll, expect, test } from "@jest/globals";
import { warmUpSdk } from "../../../lab/wire/warm-up";
import { bench, START_MS } from "./helpers";

beforeAll(warmUpSdk);

const cases = [
  ["autoscaling", AutoScalingClient, new DescribeAutoScalingGroupsCommand({}), { AutoScalingGroups: [] }],
  ["dynamodb", DynamoDBClient, new DescribeTableCommand({ TableName: "t" }), {}],
  ["ec2", EC2Client, new DescribeImagesCommand({}), {}],
  ["lambda", LambdaClient, new InvokeCommand({ FunctionName: "f" }), { StatusCode: 200 }],
  ["monitoring", CloudWatchClient, new DescribeAlarmsCommand({}), {}],
  ["rds", RDSClient, new DescribeDBInstancesCommand({}), {}],
  ["route53", Route53Client, new GetHealthCheckStatusCommand({ HealthCheckId: "h" }), { HealthCheckObservations: [] }],
  ["sns", SNSClient, new PublishCommand({ TopicArn: "t", Message: "m" }), {}],
  ["states", SFNClient, new DescribeExecutionCommand({ executionArn: "e" }), {}],
] as const;

/** If a cold client did I/O, the empty clock would run through the whole hour before the call was even sent. */
test.each(cases)(
  "the first call of a cold %s client is sent at once, without any I/O",
  async (_name, clientClass, command, answer) => {
    const { clients, run, clock } = bench(() => answer);
    const client = clients.get(clientClass as never, "eu-west-1") as { send(command: unknown): Promise<unknown> };
    await run(client.send(command));
    expect(clock.now() - START_MS).toBeLessThan(250);
  },
);
