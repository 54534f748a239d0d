import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { planWithResources } from "../../bench/growth/larger-plans";
import { FUNCTION_NAMES } from "../../infra/compile";
import { deployedNames } from "../../orchestrator/names";
import { handlerEntry } from "../../orchestrator/steps";
import { type Assembly, planLike, type Resource, referenceOf, type StackName, synthesizeForTest } from "./assembly";

const STACKS = ["Watch", "Standby", "Primary", "Witness"] as const satisfies readonly StackName[];

let assembly: Assembly;
/** Every resource of every stack, of one type. */
const all = (type: string): readonly Resource[] => STACKS.flatMap((stack) => assembly.resources(stack, type));

beforeAll(async () => {
  assembly = await synthesizeForTest(planLike());
}, 120_000);

describe("stacks", () => {
  test("share nothing between Regions but names", () => {
    for (const stack of STACKS) {
      expect(assembly.text(stack)).not.toContain("Fn::ImportValue");
      expect(assembly.text(stack)).not.toContain('"Outputs"');
    }
  });

  test("are deployed in their Regions, and the watch last", () => {
    const manifest = JSON.parse(readFileSync(join(assembly.folder, "manifest.json"), "utf8"));
    expect(manifest.artifacts.Watch.environment).toBe("aws://123456789012/us-east-1");
    expect(manifest.artifacts.Standby.environment).toBe("aws://123456789012/eu-west-1");
    expect(manifest.artifacts.Primary.environment).toBe("aws://123456789012/us-east-1");
    expect(manifest.artifacts.Primary.dependencies).toContain("Standby");
    expect(manifest.artifacts.Witness.environment).toBe("aws://123456789012/us-west-2");
    expect(manifest.artifacts.Watch.dependencies).toEqual(expect.arrayContaining(["Standby", "Witness"]));
  });
});

describe("traffic", () => {
  test("records wait until the traffic check has observations", () => {
    const [awaited] = assembly.resources("Watch", "Custom::AwaitTrafficObservations");
    const records = assembly.resources("Watch", "AWS::Route53::RecordSet");
    expect(records.map((record) => record.properties.Failover)).toEqual(["PRIMARY", "SECONDARY"]);
    for (const record of records) expect(record.dependsOn).toContain(awaited?.logicalId);
  });

  test("both records are judged by one observation, and by no load balancer", () => {
    const checks = new Map(
      assembly.resources("Watch", "AWS::Route53::HealthCheck").map((check) => [check.logicalId, check]),
    );
    const [primary, standby] = assembly.resources("Watch", "AWS::Route53::RecordSet");
    const inverse = checks.get(referenceOf(primary?.properties.HealthCheckId))?.properties.HealthCheckConfig;
    const trafficCheckId = referenceOf(standby?.properties.HealthCheckId);
    expect(inverse).toMatchObject({ Type: "CALCULATED", Inverted: true, HealthThreshold: 1 });
    expect((inverse as { ChildHealthChecks: unknown[] }).ChildHealthChecks.map(referenceOf)).toEqual([trafficCheckId]);
    for (const record of [primary, standby])
      expect(record?.properties.AliasTarget).toMatchObject({ EvaluateTargetHealth: false });
  });

  test("Route 53 asks the path that the endpoint routes", () => {
    const route = assembly.resources("Standby", "AWS::ApiGatewayV2::Route")[0]?.properties.RouteKey;
    const check = assembly
      .resources("Watch", "AWS::Route53::HealthCheck")
      .map(({ properties }) => (properties.HealthCheckConfig as { ResourcePath?: unknown }).ResourcePath)
      .find((path) => JSON.stringify(path)?.includes("/traffic/"));
    expect(JSON.stringify(route).replace("GET ", "")).toBe(JSON.stringify(check));
  });

  test("the secret part of the path is in no template", () => {
    const parameters = (stack: StackName) => Object.values(JSON.parse(assembly.text(stack)).Parameters);
    for (const stack of ["Watch", "Standby"] as const) {
      expect(parameters(stack)).toContainEqual({
        Type: "AWS::SSM::Parameter::Value<String>",
        Default: "/baton/storefront/traffic-path-secret",
      });
    }
  });
});

describe("the approval page", () => {
  const approvalApi = () =>
    assembly
      .resources("Standby", "AWS::ApiGatewayV2::Api")
      .find(({ properties }) => properties.Name === "baton-storefront-approval");
  const ofApproval = (type: string) =>
    assembly
      .resources("Standby", `AWS::ApiGatewayV2::${type}`)
      .filter(({ properties }) => referenceOf(properties.ApiId) === approvalApi()?.logicalId);

  test("is opened by GET and answered by POST, under the endpoint's own name only", () => {
    const keys = ofApproval("Route").map(({ properties }) => properties.RouteKey);
    expect(keys.sort()).toEqual(["GET /{runId}/{secret}", "POST /{runId}/{secret}"]);
    expect(approvalApi()?.properties.DisableExecuteApiEndpoint).toBe(true);
    expect(ofApproval("ApiMapping")[0]?.properties).toMatchObject({ ApiMappingKey: "approval" });
  });

  test("shares no throttle with the endpoint that moves all traffic, and no log keeps its path", () => {
    const stages = assembly.resources("Standby", "AWS::ApiGatewayV2::Stage");
    expect(stages).toHaveLength(2);
    expect(ofApproval("Stage")[0]?.properties.DefaultRouteSettings).toEqual({
      ThrottlingBurstLimit: 10,
      ThrottlingRateLimit: 5,
    });
    for (const { properties } of stages) {
      expect(JSON.stringify(properties.AccessLogSettings)).not.toMatch(/path|routeKey/i);
    }
  });

  test("may read and update records of runs and answer tasks, and nothing else", () => {
    const role = assembly
      .resources("Standby", "AWS::IAM::Role")
      .find(({ logicalId }) => /^ApprovalRole/.test(logicalId));
    const text = JSON.stringify(role?.properties.Policies);
    const actions = [...text.matchAll(/"((?:dynamodb|states|sns|kms|rds|ec2|lambda):\w+)"/g)].map(
      ([, action]) => action,
    );
    expect(actions.sort()).toEqual([
      "dynamodb:GetItem",
      "dynamodb:LeadingKeys",
      "dynamodb:UpdateItem",
      "states:SendTaskSuccess",
    ]);
    expect(text).toContain('{"dynamodb:LeadingKeys":["RUN#*"]}');
  });
});

describe("functions", () => {
  test("each is deployed once, under its name, with the source of its handler in the metadata", () => {
    const names = deployedNames(planLike());
    const deployed = all("AWS::Lambda::Function").map((each) => [
      each.properties.FunctionName,
      each.metadata["baton:entry"],
    ]);
    const expected = FUNCTION_NAMES.map((name) => [names.lambdaFunction(name), handlerEntry(name)]);
    expect(deployed.sort()).toEqual(expected.sort());
  });

  test("each has a role of its own and a log group that forgets", () => {
    const functions = all("AWS::Lambda::Function");
    expect(new Set(functions.map((each) => referenceOf(each.properties.Role))).size).toBe(functions.length);
    const retention = new Map(
      all("AWS::Logs::LogGroup").map((group) => [group.properties.LogGroupName, group.properties.RetentionInDays]),
    );
    for (const { properties } of functions) expect(retention.get(`/aws/lambda/${properties.FunctionName}`)).toBe(90);
  });

  test("every role is taken on for this account only", () => {
    for (const { properties } of all("AWS::IAM::Role")) {
      const { Statement } = properties.AssumeRolePolicyDocument as { Statement: readonly { Condition?: unknown }[] };
      for (const { Condition } of Statement) {
        expect(Condition).toEqual({ StringEquals: { "aws:SourceAccount": "123456789012" } });
      }
    }
  });

  test("each bundle is complete: code, source map and the plan", () => {
    const folders = readdirSync(assembly.folder).filter((name) => name.startsWith("asset."));
    expect(folders.length).toBeGreaterThan(0);
    for (const folder of folders) {
      for (const file of ["index.js", "index.js.map", "plan.json"]) {
        expect(existsSync(join(assembly.folder, folder, file))).toBe(true);
      }
    }
  });
});

describe("other plans", () => {
  test("the same plan gives the same templates", async () => {
    const again = await synthesizeForTest(planLike());
    for (const stack of STACKS) expect(again.text(stack)).toBe(assembly.text(stack));
  });

  test("followHealth: DNS fails over by itself, so the standby's record counts as healthy", async () => {
    const { traffic, resources } = planLike();
    const groupsOnly = resources.filter(({ kind }) => kind === "autoScalingGroup");
    const plan = planLike({ traffic: { ...traffic, mode: "followHealth" }, resources: groupsOnly });
    const [primary, standby] = (await synthesizeForTest(plan)).resources("Watch", "AWS::Route53::RecordSet");
    expect(referenceOf(primary?.properties.HealthCheckId)).toMatch(/^ApplicationCheck/);
    expect(standby?.properties).not.toHaveProperty("HealthCheckId");
  });

  test("without a witness there is no third stack, and nobody may ask one", async () => {
    const { regions, policy } = planLike();
    const { witness: _none, ...twoRegions } = regions;
    const plan = planLike({ regions: twoRegions, policy: { ...policy, mode: "approval" } });
    const alone = await synthesizeForTest(plan);
    expect(existsSync(join(alone.folder, "Witness.template.json"))).toBe(false);
    expect(alone.text("Standby")).not.toContain("witness-probe");
  });

  test("ten resources fit: statements that are alike are joined where a role's policy has no room for each", async () => {
    const plan = planWithResources(planLike(), 10);
    const standby = (await synthesizeForTest(plan)).text("Standby");
    expect(/And\d+More/.test(standby)).toBe(true);
    expect(standby.includes(":db:storefront-orders-replica-9")).toBe(true);
  });

  test("as many resources as a plan may have, with the longest names, fit: the roles get managed policies of their own", async () => {
    const { resources } = planLike();
    const [group] = resources.filter(({ kind }) => kind === "autoScalingGroup");
    const [replica] = resources.filter(({ kind }) => kind === "rdsReadReplica");
    const name = (text: string, index: number) => `${text}-${index}`.padEnd(63, "x");
    const groups = Array.from({ length: 19 }, (_, index) => ({
      ...group,
      id: `web-of-the-northern-shops-${index}`,
      primaryGroupName: name("web-of-the-northern-shops", index),
      standbyGroupName: name("standby-web-of-the-northern-shops", index),
    }));
    const replicas = Array.from({ length: 19 }, (_, index) => ({
      ...replica,
      id: `orders-of-the-northern-shops-${index}`,
      primaryInstanceId: name("orders-of-the-northern-shops", index),
      standbyInstanceId: name("replica-of-the-orders", index),
    }));
    const plan = planLike({
      resources: [...resources, ...groups, ...replicas] as typeof resources,
      failback: { deadlines: { freezeSeconds: 400 } },
    });
    const large = await synthesizeForTest(plan);
    const managed = large.resources("Standby", "AWS::IAM::ManagedPolicy");
    expect(managed.length).toBeGreaterThan(0);
    for (const { properties } of managed) expect(JSON.stringify(properties.PolicyDocument).length).toBeLessThan(6_144);
    const attached = large
      .resources("Standby", "AWS::IAM::Role")
      .flatMap(({ properties }) => (properties.ManagedPolicyArns as unknown[] | undefined) ?? []);
    expect(attached).toHaveLength(managed.length);
  });
});
