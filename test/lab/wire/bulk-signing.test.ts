import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import { GetHealthCheckStatusCommand, Route53Client } from "@aws-sdk/client-route-53";
import { beforeAll, expect, test } from "@jest/globals";
import { AwsError } from "../../../lab/kernel/service";
import { LabAwsClients } from "../../../lab/wire/aws-clients";
import { warmUpSdk } from "../../../lab/wire/warm-up";
import { bench, ROLE } from "./helpers";

beforeAll(warmUpSdk);

const answers: Readonly<Record<string, unknown>> = {
  GetItem: { Item: { pk: { S: "x" } } },
  GetHealthCheckStatus: { HealthCheckObservations: [{ Region: "us-east-1" }] },
};

/** Three calls, one of which is refused: what the model saw, what the caller got and what was logged. */
async function everything(signing: "computed" | "named") {
  const { wire, run, seen } = bench(({ operation }) => {
    const answer = answers[operation];
    if (!answer) throw new AwsError("DBInstanceNotFound", "no such instance");
    return answer;
  });
  const clients = new LabAwsClients(wire, ROLE, undefined, signing);
  const item = await run(
    clients.get(DynamoDBClient, "eu-west-1").send(new GetItemCommand({ TableName: "t", Key: { pk: { S: "x" } } })),
  );
  const health = await run(
    clients.get(Route53Client, "eu-west-1").send(new GetHealthCheckStatusCommand({ HealthCheckId: "h" })),
  );
  const describing = clients
    .get(RDSClient, "us-east-1")
    .send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: "d" }));
  const failure = await run(
    describing.catch(({ name, message, $metadata }: RDSFailure) => ({ name, message, $metadata })),
  );
  return { seen, item, health, failure, calls: wire.calls.records };
}

interface RDSFailure extends Error {
  readonly $metadata: object;
}

test("without a computed signature everything else is the same, to the request ids", async () => {
  const computed = await everything("computed");
  expect(computed.seen).toHaveLength(3);
  expect(computed.failure).toMatchObject({ name: "DBInstanceNotFoundFault" });
  expect(await everything("named")).toEqual(computed);
});
