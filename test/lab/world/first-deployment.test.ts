/** What docs/deploy.md says about the first deployment beside what is there already, tried in the lab. */
import { beforeAll, describe, expect, test } from "@jest/globals";
import { readAssembly } from "../../../lab/assembly/read-assembly";
import { deploy } from "../../../lab/drill/rehearsal";
import { withAmbient } from "../../../lab/kernel/ambient";
import { World } from "../../../lab/world";
import { importHandlers } from "../../../lab/world/handler-modules";
import { deployedNames } from "../../../orchestrator/names";
import { storefrontPlan as plan, storefrontAssembly } from "../../support/storefront";

const LONG_MS = 300_000;
const MINUTE_MS = 60_000;
/** What customers type where the plan's own name is a new one. */
const PUBLIC_NAME = "www.storefront.example.com";
const { hostedZoneId, recordName, loadBalancers } = plan.traffic;

class Account {
  readonly world = new World(plan, 5);
  readonly standby = this.world.inRegion(plan.regions.standby);

  deploy(): Promise<void> {
    return deploy(this.world, readAssembly(storefrontAssembly()));
  }

  change(Action: "CREATE" | "UPSERT", Name: string, DNSName: string, HostedZoneId: string): unknown {
    const AliasTarget = { DNSName, HostedZoneId, EvaluateTargetHealth: false };
    const Changes = [{ Action, ResourceRecordSet: { Name, Type: "A", AliasTarget } }];
    return this.world.route53.handle({
      service: "route53",
      operation: "ChangeResourceRecordSets",
      input: { HostedZoneId: hostedZoneId, ChangeBatch: { Changes } },
      region: "us-east-1",
      caller: { arn: "aws:owner", region: "us-east-1" },
      requestId: "owner",
    });
  }

  /** The simple alias record that an application has before Baton. */
  async servesAt(name: string): Promise<void> {
    const { dnsName, canonicalHostedZoneId } = loadBalancers.primary;
    this.change("CREATE", name, dnsName, canonicalHostedZoneId);
    await this.pass(2 * MINUTE_MS);
  }

  async pass(milliseconds: number): Promise<void> {
    await this.world.clock.run(this.world.clock.now() + milliseconds);
  }

  /** The baton as a failover leaves it. */
  async giveBatonToStandby(): Promise<void> {
    const Item = {
      pk: { S: "BATON" },
      sk: { S: "BATON" },
      active: { S: "standby" },
      epoch: { N: "2" },
      phase: { S: "failed-over" },
      holder: { NULL: true },
      changedAtMs: { N: String(this.world.clock.now()) },
    };
    await this.standby.dynamodb.handle({
      service: "dynamodb",
      operation: "PutItem",
      input: { TableName: deployedNames(plan).table, Item },
      region: plan.regions.standby,
      caller: { arn: "aws:owner", region: plan.regions.standby },
      requestId: "owner",
    });
    // Written past the wire, so that the checkers must be told that the world has changed.
    this.world.web.touch();
  }

  leadsTo(name: string): string | undefined {
    return this.world.route53.resolve(name)?.target;
  }
}

function inAccount(work: (account: Account) => Promise<void>): Promise<void> {
  const account = new Account();
  return withAmbient(account.world.clock, account.world.random.fork("ambient"), () => work(account));
}

describe("a first deployment", () => {
  beforeAll(() => importHandlers(readAssembly(storefrontAssembly())), LONG_MS);

  test(
    "is refused beside a simple record of the plan's name, and that record goes on answering",
    () =>
      inAccount(async (account) => {
        await account.servesAt(recordName);
        await expect(account.deploy()).rejects.toThrow(
          /AWS::Route53::RecordSet.*must be one simple record, or one PRIMARY/,
        );
        expect(account.leadsTo(recordName)).toBe(loadBalancers.primary.dnsName);
      }),
    LONG_MS,
  );

  test(
    "is refused beside a table that an earlier attempt left",
    () =>
      inAccount(async (account) => {
        const table = { AttributeName: "pk", AttributeType: "S" };
        await account.standby.dynamodb.provisioners["AWS::DynamoDB::Table"]?.({
          logicalId: "Left",
          stackName: "earlier",
          region: plan.regions.standby,
          properties: {
            TableName: deployedNames(plan).table,
            KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
            AttributeDefinitions: [table],
            BillingMode: "PAY_PER_REQUEST",
          },
          metadata: {},
          assemblyFolder: "",
        });
        await expect(account.deploy()).rejects.toThrow(/AWS::DynamoDB::Table.*Table already exists: baton-storefront/);
      }),
    LONG_MS,
  );

  test(
    "under a new name, to which the public name is then pointed, never leaves customers without an answer",
    () =>
      inAccount(async (account) => {
        const { primary, standby } = loadBalancers;
        await account.servesAt(PUBLIC_NAME);
        await account.deploy();
        expect(account.leadsTo(recordName)).toBe(primary.dnsName);
        account.change("UPSERT", PUBLIC_NAME, recordName, hostedZoneId);
        for (let second = 0; second < 120; second += 1) {
          await account.pass(1000);
          expect(account.leadsTo(PUBLIC_NAME)).toBe(primary.dnsName);
        }
        await account.giveBatonToStandby();
        await account.pass(3 * MINUTE_MS);
        expect(account.leadsTo(PUBLIC_NAME)).toBe(standby.dnsName);
      }),
    LONG_MS,
  );
});
