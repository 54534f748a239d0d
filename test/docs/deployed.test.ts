/** What the pages say of what is deployed: names, how to deploy one stack, and how the table outlives its stack. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { WORKFLOWS } from "../../orchestrator/workflow";
import { assemblyAt, type StackName } from "../infra/assembly";
import { storefrontAssembly } from "../support/storefront";

const STACKS = ["Watch", "Standby", "Primary", "Witness"] as const satisfies readonly StackName[];
const deployPage = readFileSync("docs/deploy.md", "utf8");
const allPages = ["README.md", "CONTRIBUTING.md", ...readdirSync("docs").map((name) => `docs/${name}`)]
  .map((name) => readFileSync(name, "utf8"))
  .join("\n");
const assembly = assemblyAt(storefrontAssembly());

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
