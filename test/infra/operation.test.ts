import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "@jest/globals";
import validateDefinition from "asl-validator";
import { deployedArns } from "../../infra/deployment";
import { type Assembly, planLike, type Resource, referenceOf, type StackName, synthesizeForTest } from "./assembly";

const STACKS = ["Watch", "Standby", "Witness"] as const satisfies readonly StackName[];
const RUNBOOK = "docs/operations.md";

let assembly: Assembly;
const all = (type: string): readonly Resource[] => STACKS.flatMap((stack) => assembly.resources(stack, type));

beforeAll(async () => {
  assembly = await synthesizeForTest(planLike());
}, 120_000);

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** Every statement that a role has, wherever CDK has put it. */
function statements(): readonly Statement[] {
  return [
    ...all("AWS::IAM::Role").flatMap(inlineStatements),
    ...all("AWS::IAM::Policy").flatMap(({ properties }) => statementsIn(properties)),
  ];
}

function inlineStatements(role: Resource): readonly Statement[] {
  return ((role.properties.Policies ?? []) as readonly unknown[]).flatMap(statementsIn);
}

function statementsIn(policy: unknown): readonly Statement[] {
  return (policy as { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }).PolicyDocument.Statement;
}

describe("permissions", () => {
  test("no role may do everything, nor everything of one service", () => {
    const actions = statements().flatMap(({ Action }) => Action);
    expect(actions.length).toBeGreaterThan(50);
    expect(actions.filter((action) => action.includes("*"))).toEqual([]);
  });

  test("no role borrows a managed policy", () => {
    for (const { properties } of all("AWS::IAM::Role")) expect(properties).not.toHaveProperty("ManagedPolicyArns");
  });

  test("the table is only reached for named kinds of item", () => {
    const onTable = statements().filter(({ Resource: resource }) => resource === deployedArns(planLike()).table);
    expect(onTable.length).toBeGreaterThan(0);
    for (const { Condition } of onTable) expect(JSON.stringify(Condition)).toContain("dynamodb:LeadingKeys");
  });

  test("only fencing changes anything in the primary Region, and the sentry, which goes on with it", () => {
    const changesPrimary = ({ Action, Resource: resource }: Statement) =>
      JSON.stringify(resource).includes(":us-east-1:") &&
      [Action].flat().some((action) => !/:(Describe|Get)/.test(action));
    const changing = all("AWS::IAM::Role").filter((role) => inlineStatements(role).some(changesPrimary));
    expect(changing.map(({ logicalId }) => logicalId.slice(0, 5)).sort()).toEqual(["Fence", "Sentr"]);
  });

  test("nothing but the steps of a run writes the baton: the sentry may only read it", () => {
    const onBaton = (role: Resource) =>
      inlineStatements(role).find(({ Condition }) => JSON.stringify(Condition)?.includes('"BATON"'))?.Action;
    const sentry = all("AWS::IAM::Role").find(({ logicalId }) => /^SentryRole/.test(logicalId));
    expect(sentry && onBaton(sentry)).toBe("dynamodb:GetItem");
  });

  test("no statement of a role bears the name of another", () => {
    for (const role of all("AWS::IAM::Role")) {
      const names = inlineStatements(role).map(({ Sid }) => Sid);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  test("the bus refuses everyone but the forwarding role", () => {
    const { eventBus, forwardingRole } = deployedArns(planLike());
    const [bus] = assembly.resources("Standby", "AWS::Events::EventBus");
    expect(bus?.properties.Policy).toMatchObject({
      Statement: expect.arrayContaining([
        expect.objectContaining({
          Effect: "Deny",
          Principal: "*",
          Resource: eventBus,
          Condition: { ArnNotEquals: { "aws:PrincipalArn": forwardingRole } },
        }),
      ]),
    });
  });
});

interface Target {
  readonly Arn: unknown;
  readonly DeadLetterConfig?: { readonly Arn: unknown };
  readonly RetryPolicy?: { readonly MaximumEventAgeInSeconds: number; readonly MaximumRetryAttempts: number };
}

describe("events", () => {
  test("every target has retries that end and a dead-letter queue of its stack that accepts from its rule", () => {
    const rules = all("AWS::Events::Rule");
    expect(rules).toHaveLength(4);
    for (const rule of rules) {
      for (const target of rule.properties.Targets as readonly Target[]) expectDelivery(target);
      const queuePolicies = JSON.stringify(all("AWS::SQS::QueuePolicy"));
      expect(queuePolicies).toContain(`{"aws:SourceArn":{"Fn::GetAtt":["${rule.logicalId}","Arn"]}}`);
    }
    for (const schedule of all("AWS::Scheduler::Schedule")) expectDelivery(schedule.properties.Target as Target);
  });

  test("the state machine is started by exactly two alarms", () => {
    const { watchAlarm, sentryAlarm } = deployedArns(planLike());
    const starting = assembly
      .resources("Standby", "AWS::Events::Rule")
      .filter(({ properties }) => JSON.stringify(properties.Targets).includes("FailoverMachine"));
    const patterns = starting.map(({ properties }) => properties.EventPattern);
    expect(patterns).toEqual(
      [watchAlarm, sentryAlarm].map((alarm) =>
        expect.objectContaining({ resources: [alarm], detail: { state: { value: ["ALARM"] } } }),
      ),
    );
  });
});

function expectDelivery({ DeadLetterConfig, RetryPolicy }: Target): void {
  expect(referenceOf(DeadLetterConfig?.Arn)).toMatch(/^DeadLetters/);
  expect(RetryPolicy?.MaximumEventAgeInSeconds).toBeLessThanOrEqual(7200);
}

describe("alarms", () => {
  test("missing data starts no failover; the sentry's silence is told", () => {
    const missing = new Map(
      all("AWS::CloudWatch::Alarm").map(({ properties }) => [properties.AlarmName, properties.TreatMissingData]),
    );
    expect(missing.get("baton-storefront-primary-unhealthy")).toBe("ignore");
    expect(missing.get("baton-storefront-sentry-primary-unhealthy")).toBe("notBreaching");
    expect(missing.get("baton-storefront-sentry-silent")).toBe("breaching");
  });

  test("each names an article that the runbook has", () => {
    const articles = new Set(headings(readFileSync(RUNBOOK, "utf8")));
    const named = all("AWS::CloudWatch::Alarm").map(
      ({ properties }) => String(properties.AlarmDescription).split(`Runbook: ${RUNBOOK}#`)[1],
    );
    expect(named.filter((anchor) => !articles.has(anchor ?? ""))).toEqual([]);
  });

  test("all but the two that start a run tell on-call, in their own Region", () => {
    const silent = all("AWS::CloudWatch::Alarm").filter(({ properties }) => properties.AlarmActions === undefined);
    expect(silent.map(({ properties }) => properties.AlarmName).sort()).toEqual([
      "baton-storefront-primary-unhealthy",
      "baton-storefront-sentry-primary-unhealthy",
    ]);
  });
});

/** Anchors of a page's headings, as GitHub makes them. */
function headings(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
}

describe("the state machine", () => {
  test("passes the validator of the Amazon States Language", () => {
    const [machine] = assembly.resources("Standby", "AWS::StepFunctions::StateMachine");
    const { isValid, errors } = validateDefinition(JSON.parse(plainText(machine?.properties.DefinitionString)));
    expect(errors).toEqual([]);
    expect(isValid).toBe(true);
  });

  test("logs everything and is traced", () => {
    const [machine] = assembly.resources("Standby", "AWS::StepFunctions::StateMachine");
    expect(machine?.properties).toMatchObject({
      LoggingConfiguration: { Level: "ALL", IncludeExecutionData: true },
      TracingConfiguration: { Enabled: true },
    });
  });
});

/** A joined text with an ARN in place of every reference. */
function plainText(joined: unknown): string {
  const [, parts] = (joined as { readonly "Fn::Join": readonly [string, readonly unknown[]] })["Fn::Join"];
  const arn = "arn:aws:lambda:eu-west-1:123456789012:function:step";
  return parts.map((part) => (typeof part === "string" ? part : arn)).join("");
}
