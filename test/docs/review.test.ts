/** The page tells a reviewer of the diff what is public, encrypted, kept and granted on everything: the templates say the same. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { assemblyAt, type StackName } from "../infra/assembly";
import { storefrontAssembly } from "../support/storefront";

const STACKS = ["Watch", "Standby", "Primary", "Witness"] as const satisfies readonly StackName[];
const deployPage = readFileSync("docs/deploy.md", "utf8");
const assembly = assemblyAt(storefrontAssembly());

describe("what a review of the diff finds", () => {
  const rows = new Map([...deployPage.matchAll(/^\| ([a-z ]+) \| (.+) \|$/gm)].map(([, what, found]) => [what, found]));
  const all = (type: string) => STACKS.flatMap((stack) => assembly.resources(stack, type));
  const daysOf = (prefix: string) =>
    all("AWS::Logs::LogGroup")
      .filter(({ properties }) => String(properties.LogGroupName).startsWith(prefix))
      .map(({ properties }) => properties.RetentionInDays);

  test("the routes that anybody may call are the ones of the page, each throttled and logged", () => {
    const routes = all("AWS::ApiGatewayV2::Route").map(({ properties }) => JSON.stringify(properties.RouteKey));
    expect(routes).toHaveLength(3);
    for (const route of ["GET /traffic/", "GET /{runId}/{secret}", "POST /{runId}/{secret}"])
      expect(routes.filter((each) => each.includes(route))).toHaveLength(1);
    for (const { properties } of all("AWS::ApiGatewayV2::Stage")) {
      const { ThrottlingRateLimit, ThrottlingBurstLimit } = properties.DefaultRouteSettings as Readonly<
        Record<string, number>
      >;
      expect(rows.get("public")).toContain(
        `${ThrottlingRateLimit} requests a second, bursts of ${ThrottlingBurstLimit}`,
      );
      expect(properties.AccessLogSettings).toBeDefined();
    }
    for (const { properties } of all("AWS::ApiGatewayV2::Api")) expect(properties.DisableExecuteApiEndpoint).toBe(true);
    expect(all("AWS::Lambda::Url")).toEqual([]);
    for (const { properties } of all("AWS::Lambda::Function")) expect(properties.VpcConfig).toBeUndefined();
  });

  test("logs end as the page says, all of them", () => {
    const said = rows.get("kept") ?? "";
    const groups = [
      ["/aws/lambda/", "of functions"],
      ["/aws/vendedlogs/states/", "of executions"],
      ["/aws/vendedlogs/apigateway/", "of requests"],
    ] as const;
    const counted = groups.map(([prefix, whose]) => {
      const days = new Set(daysOf(prefix));
      expect(days.size).toBe(1);
      expect(said).toContain(`${[...days].join()} days ${whose}`);
      return daysOf(prefix).length;
    });
    expect(counted.reduce((sum, count) => sum + count, 0)).toBe(all("AWS::Logs::LogGroup").length);
  });

  test("everything at rest is encrypted, by the keys that the page names", () => {
    for (const { properties } of all("AWS::SQS::Queue")) expect(properties.SqsManagedSseEnabled).toBe(true);
    for (const { properties } of all("AWS::SNS::Topic")) expect(properties.KmsMasterKeyId).toBeDefined();
    for (const { properties } of all("AWS::KMS::Key")) expect(properties.EnableKeyRotation).toBe(true);
    for (const { properties } of all("AWS::DynamoDB::Table"))
      expect(properties.SSESpecification).toEqual({ SSEEnabled: true });
  });

  test("actions on * are the ones of the page", () => {
    const said = [...(rows.get("wildcards") ?? "").matchAll(/`(\w+:\w*\*?)`/g)].map(([, action = ""]) => action);
    const isSaid = (action: string) =>
      said.some((each) => (each.endsWith("*") ? action.startsWith(each.slice(0, -1)) : action === each));
    const onAll = statements().filter(({ Resource: resource }) => [resource].flat().includes("*"));
    const actions = new Set(onAll.flatMap(({ Action }) => Action));
    expect(actions.size).toBeGreaterThan(5);
    expect([...actions].filter((action) => !isSaid(action))).toEqual([]);
  });

  interface Statement {
    readonly Action: string | readonly string[];
    readonly Resource: unknown;
  }
  interface Policy {
    readonly PolicyDocument: { readonly Statement: readonly Statement[] };
  }
  function statements(): readonly Statement[] {
    const inline = all("AWS::IAM::Role").flatMap(({ properties }) => (properties.Policies ?? []) as readonly Policy[]);
    const attached = all("AWS::IAM::Policy").map(
      ({ properties }) => properties.PolicyDocument as Policy["PolicyDocument"],
    );
    return [...inline.map(({ PolicyDocument }) => PolicyDocument), ...attached].flatMap(({ Statement }) => Statement);
  }
});
