import { DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import { beforeAll, expect, test } from "@jest/globals";
import { AwsError } from "../../lab/kernel/service";
import { LabAwsClients } from "../../lab/wire/aws-clients";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { describeFailure } from "../../lambdas/aws/failures";
import { NamedFailures } from "../../lambdas/runtime/named-failures";
import { bench, ROLE } from "../lab/wire/helpers";

beforeAll(warmUpSdk);

test.each(["http", "direct"] as const)(
  "a failed call names itself once, however often it is made: %s",
  async (style) => {
    const { wire, run } = bench(() => {
      throw new AwsError("AccessDenied", "not authorized", 403);
    });
    const clients = new NamedFailures(new LabAwsClients(wire, ROLE, undefined, style));
    const failureOf = () =>
      run(clients.get(RDSClient, "eu-west-1").send(new DescribeDBInstancesCommand({}))).catch(
        (error: unknown) => error,
      );
    for (const failure of [await failureOf(), await failureOf()]) {
      expect(describeFailure(failure)).toBe("AccessDenied: rds DescribeDBInstances in eu-west-1: not authorized");
      expect(failure).toMatchObject({ name: "AccessDenied", $metadata: { httpStatusCode: 403 } });
    }
  },
);

test("what succeeds is handed on as it came", async () => {
  const { clients, run } = bench(() => ({ DBInstances: [] }));
  const rds = new NamedFailures(clients).get(RDSClient, "eu-west-1");
  expect(rds).toBeInstanceOf(RDSClient);
  expect(await run(rds.send(new DescribeDBInstancesCommand({})))).toMatchObject({ DBInstances: [] });
});
