/** What the pages say of what is deployed: costs, names, how to deploy one stack, and how a table outlives its stack. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { WORKFLOWS } from "../../orchestrator/workflow";
import { type Assembly, planLike, type StackName, synthesizeForTest } from "../infra/assembly";

const STACKS = ["Watch", "Standby", "Primary", "Witness"] as const satisfies readonly StackName[];
const page = readFileSync("docs/costs.md", "utf8");
const deployPage = readFileSync("docs/deploy.md", "utf8");
const allPages = ["README.md", "CONTRIBUTING.md", ...readdirSync("docs").map((name) => `docs/${name}`)]
  .map((name) => readFileSync(name, "utf8"))
  .join("\n");
const rows = new Map(
  [...page.matchAll(/^\| ([^|]+) \| ([^|]+) \| \$(\d+\.\d\d) \|$/gm)].map(([, what = "", arithmetic = "", dollars]) => [
    what,
    { arithmetic, dollars: Number(dollars) },
  ]),
);
const arithmeticOf = (what: string) => rows.get(what)?.arithmetic;

let assembly: Assembly;
const count = (stacks: readonly StackName[], type: string) =>
  stacks.flatMap((stack) => assembly.resources(stack, type)).length;

beforeAll(async () => {
  assembly = await synthesizeForTest(planLike());
}, 120_000);

describe("docs/costs.md", () => {
  test("counts the alarms, metrics and dashboards that are synthesized", () => {
    const alarms = STACKS.flatMap((stack) => assembly.resources(stack, "AWS::CloudWatch::Alarm"));
    const own = alarms
      .filter(({ properties }) => String(properties.Namespace).startsWith("Baton/"))
      .map(({ properties }) => properties.MetricName);
    const [standby, watch] = (["Standby", "Watch"] as const).map((stack) => count([stack], "AWS::CloudWatch::Alarm"));
    const dashboards = count(STACKS, "AWS::CloudWatch::Dashboard");
    expect(alarms).toHaveLength((standby ?? 0) + (watch ?? 0));
    expect(arithmeticOf("alarms, metrics, dashboard")).toBe(
      `(${standby} + ${watch}) alarms x $0.10 + ${new Set(own).size} metrics x $0.30 + ${dashboards} dashboard x $3`,
    );
  });

  test("counts the keys and the health checks that are synthesized", () => {
    expect(arithmeticOf("KMS keys")).toBe(`${count(STACKS, "AWS::KMS::Key")} keys of on-call topics x $1`);
    const types = assembly
      .resources("Watch", "AWS::Route53::HealthCheck")
      .map(({ properties }) => (properties.HealthCheckConfig as { readonly Type: string }).Type);
    const calculated = types.filter((type) => type === "CALCULATED").length;
    expect(arithmeticOf("Route 53 health checks")).toBe(
      `${types.length - calculated} x ($0.50 + $1 HTTPS + $1 fast) + ${calculated} calculated x $0.50`,
    );
  });

  test.each(["alarms, metrics, dashboard", "KMS keys", "Route 53 health checks"])(
    "gets the sum of %s right",
    (what) => {
      const { arithmetic = "", dollars = 0 } = rows.get(what) ?? {};
      expect(dollarsOf(arithmetic)).toBeCloseTo(dollars, 5);
    },
  );

  test("adds its rows up, and the README says the same", () => {
    const sum = [...rows.values()].reduce((total, { dollars }) => total + dollars, 0);
    expect(rows.size).toBe(7);
    for (const text of [page, readFileSync("README.md", "utf8")])
      expect(text).toContain(`About $${Math.round(sum)} a month`);
  });
});

describe("names", () => {
  test("that the pages give what is deployed are names that it has", () => {
    const templates = STACKS.map((stack) => assembly.text(stack)).join("\n") + stackNames().join("\n");
    const deployed = new Set(templates.match(/baton-storefront[\w-]*/g));
    const said = allPages.match(/baton-<app(?:lication)?>[\w<>-]*/g) ?? [];
    expect(said.length).toBeGreaterThan(50);
    const missing = said.flatMap(spelledOut).filter((name) => !deployed.has(name) && !isPartOf(deployed, name));
    expect(missing).toEqual([]);
  });

  test("by which CDK knows a stack are the ones that the pages give it", () => {
    const rows = [...deployPage.matchAll(/^\| `(\w+)` \| `baton-<app>(-\w+)` \|/gm)].map(([, id, rest]) => [
      id,
      `baton-storefront${rest}`,
    ]);
    expect(new Map(rows as [string, string][])).toEqual(new Map(stackIdsAndNames()));
    const used = [...allPages.matchAll(/cdk (?:deploy|import|diff|destroy) (?!--all)(?:-\S+ )*([^\s`]+)/g)];
    expect(used.length).toBeGreaterThan(2);
    for (const [words, id = ""] of used) expect([words, STACKS.some((stack) => stack === id)]).toEqual([words, true]);
  });
});

/** A name as the pages write it, for the storefront plan; a workflow stands for each. */
function spelledOut(name: string): readonly string[] {
  const filled = name.replace(/<app(?:lication)?>/, "storefront").replace(/-<\w*$/, "-");
  return filled.includes("<workflow>") ? WORKFLOWS.map((each) => filled.replace("<workflow>", each)) : [filled];
}

/** `baton-<app>-keep-images-...` is the beginning of several names. */
function isPartOf(deployed: ReadonlySet<string>, name: string): boolean {
  return name.endsWith("-") && [...deployed].some((each) => each.startsWith(name));
}

function stackIdsAndNames(): [id: string, name: string][] {
  const { artifacts } = JSON.parse(readFileSync(join(assembly.folder, "manifest.json"), "utf8")) as {
    readonly artifacts: Readonly<
      Record<string, { readonly type: string; readonly properties?: { readonly stackName?: string } }>
    >;
  };
  return Object.entries(artifacts)
    .filter(([, { type }]) => type === "aws:cloudformation:stack")
    .map(([id, { properties }]) => [id, properties?.stackName ?? id]);
}

const stackNames = () => stackIdsAndNames().map(([, name]) => name);

describe("the table", () => {
  test("outlives its stack, and nobody deletes it by mistake", () => {
    const [table] = rawResources("Standby").filter(([, { Type }]) => Type === "AWS::DynamoDB::Table");
    expect(table?.[1]).toMatchObject({
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
      Properties: { TableName: "baton-storefront", DeletionProtectionEnabled: true },
    });
  });

  test("can be imported by the very words of the page: by that logical id and name, leaning on nothing else of the stack", () => {
    const [, words = ""] = /--resource-mapping-inline '([^']+)'/.exec(deployPage) ?? [];
    const tables = rawResources("Standby").filter(([, { Type }]) => Type === "AWS::DynamoDB::Table");
    const mapping = Object.fromEntries(tables.map(([id]) => [id, { TableName: "baton-<app>" }]));
    expect(JSON.parse(words)).toEqual(mapping);
    for (const [, { Properties, DependsOn }] of tables) {
      expect(JSON.stringify(Properties)).not.toMatch(/"(Ref|Fn::[A-Za-z]+)"/);
      expect(DependsOn).toBeUndefined();
    }
  });

  test("is all that is not deleted with the stacks", () => {
    const kept = STACKS.flatMap(rawResources).filter(([, { DeletionPolicy }]) => DeletionPolicy === "Retain");
    expect(kept.map(([, { Type }]) => Type)).toEqual(["AWS::DynamoDB::Table"]);
  });
});

interface RawResource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Properties?: unknown;
  readonly DependsOn?: unknown;
}

function rawResources(stack: StackName): readonly [string, RawResource][] {
  const { Resources } = JSON.parse(assembly.text(stack)) as {
    readonly Resources: Readonly<Record<string, RawResource>>;
  };
  return Object.entries(Resources);
}

/** "2 x ($0.50 + $1) + 3 alarms x $2" as a number: words and dollar signs are for people. */
function dollarsOf(arithmetic: string): number {
  const bare = arithmetic.replace(/[a-wyzA-Z$-]+/g, "").replaceAll(" x ", " * ");
  return bare
    .replace(/\(([^)]*)\)/g, (_, inner: string) => String(sumOf(inner)))
    .split("+")
    .reduce((sum, term) => sum + productOf(term), 0);
}

const sumOf = (terms: string) => terms.split("+").reduce((sum, term) => sum + productOf(term), 0);
const productOf = (factors: string) => factors.split("*").reduce((product, factor) => product * Number(factor), 1);
