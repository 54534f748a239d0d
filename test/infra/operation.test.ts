import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "@jest/globals";
import validateDefinition from "asl-validator";
import { deployedArns } from "../../infra/deployment";
import { deployedNames, machineName } from "../../orchestrator/names";
import { STEP_NAMES } from "../../orchestrator/steps";
import { WORKFLOWS, type Workflow } from "../../orchestrator/workflow";
import { type Assembly, planLike, type Resource, referenceOf, type StackName, synthesizeForTest } from "./assembly";

const STACKS = ["Watch", "Standby", "Primary", "Witness"] as const satisfies readonly StackName[];
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

  test("the steps that change the application's resources are the only ones that may, each in its Regions", () => {
    expect(functionsChanging("us-east-1")).toEqual([
      "cool-down",
      "fence",
      "freeze",
      "promote",
      "protect",
      "rebuild",
      "unfence",
      "unfreeze",
      "warm-up",
    ]);
    expect(functionsChanging("eu-west-1")).toEqual([
      "cool-down",
      "freeze",
      "promote",
      "protect",
      "unfreeze",
      "warm-up",
    ]);
  });

  test("of a failover's own steps, only fencing and its undoing reach into the primary Region", () => {
    const own = ["fence", "judge-fence", "unfence", "decide", "gather-evidence"];
    expect(functionsChanging("us-east-1").filter((name) => own.includes(name))).toEqual(["fence", "unfence"]);
  });

  test("a planned move freezes data only: the application of the Region that it leaves stays up", () => {
    const actions = inlineStatements(roleOf("freeze")).flatMap(({ Action }) => Action);
    expect(actions).toContain("rds:RebootDBInstance");
    expect(actions.filter((action) => action.startsWith("autoscaling:"))).toEqual([]);
  });

  test("nobody may delete or stop anything but the image keeper its copies, and only rebuilding and protecting may create a database", () => {
    const actions = statements().flatMap(({ Action }) => Action);
    const isDestroying = (action: string) =>
      /^(rds|autoscaling|ec2|kms|dynamodb):(Delete|Deregister|Terminate|Stop)/.test(action);
    const byKeeper = inlineStatements(roleOf("image-keeper")).flatMap(({ Action }) => Action);
    expect(actions.filter(isDestroying)).toEqual(byKeeper.filter(isDestroying));
    expect(new Set(byKeeper.filter(isDestroying))).toEqual(new Set(["ec2:DeregisterImage", "ec2:DeleteSnapshot"]));
    expect(actions.filter((action) => action === "rds:CreateDBInstanceReadReplica")).toHaveLength(3);
  });

  test("a machine invokes its own steps and starts nobody's executions but its own", () => {
    const names = deployedNames(planLike());
    for (const workflow of WORKFLOWS) {
      const machine = machineOf(workflow);
      const role = all("AWS::IAM::Role").find(({ logicalId }) => logicalId === referenceOf(machine.properties.RoleArn));
      const allowed = role ? inlineStatements(role) : [];
      const invoked = allowed.find(({ Sid }) => Sid === "InvokeSteps")?.Resource as readonly unknown[];
      const called = stepsIn(machine);
      expect(new Set(invoked.map(referenceOf))).toEqual(new Set(called));
      const started = allowed.filter(({ Action }) => [Action].flat().includes("states:StartExecution"));
      const itself = expect.stringMatching(new RegExp(`:stateMachine:${machineName(names, workflow)}$`));
      expect(started.map(({ Resource: resource }) => resource)).toEqual(workflow === "failover" ? [] : [itself]);
    }
  });

  test.each([
    ["forward-alarm", "aws.cloudwatch", "CloudWatch Alarm State Change"],
    ["forward-images", "aws.ec2", "EC2 AMI State Change"],
  ])("the role of %s forwards such events and no others", (rule, source, detailType) => {
    const found = all("AWS::Events::Rule").find(({ properties }) => String(properties.Name).endsWith(rule));
    const [target] = (found?.properties.Targets ?? []) as readonly { readonly RoleArn: unknown }[];
    const role = all("AWS::IAM::Role").find(({ logicalId }) => logicalId === referenceOf(target?.RoleArn));
    expect(role && inlineStatements(role)).toEqual([
      expect.objectContaining({
        Action: "events:PutEvents",
        Condition: { StringEqualsIfExists: { "events:source": [source], "events:detail-type": [detailType] } },
      }),
    ]);
  });

  test("the bus refuses everyone but the two forwarding roles", () => {
    const { eventBus, forwardingRole, imageForwardingRole } = deployedArns(planLike());
    const [bus] = assembly.resources("Standby", "AWS::Events::EventBus");
    expect(bus?.properties.Policy).toMatchObject({
      Statement: expect.arrayContaining([
        expect.objectContaining({
          Effect: "Deny",
          Principal: "*",
          Resource: eventBus,
          Condition: { ArnNotEquals: { "aws:PrincipalArn": [forwardingRole, imageForwardingRole] } },
        }),
      ]),
    });
    const names = all("AWS::IAM::Role").map(({ properties }) => properties.RoleName);
    for (const arn of [forwardingRole, imageForwardingRole]) expect(names).toContain(arn.split("/").at(-1));
  });
});

function roleOf(step: string): Resource {
  const name = `baton-storefront-${step}`;
  const found = all("AWS::Lambda::Function").find(({ properties }) => properties.FunctionName === name);
  const role = all("AWS::IAM::Role").find(({ logicalId }) => logicalId === referenceOf(found?.properties.Role));
  if (!role) throw new Error(`There is no function ${name}.`);
  return role;
}

/** Functions that may change a database or a group of the application in one Region. */
function functionsChanging(region: string): readonly string[] {
  const isChanging = ({ Action, Resource: resource }: Statement) =>
    new RegExp(`:(rds|autoscaling):${region}:`).test(JSON.stringify(resource)) &&
    [Action].flat().some((action) => !/:(Describe|Get|Create)/.test(action));
  return STEP_NAMES.filter((step) => inlineStatements(roleOf(step)).some(isChanging)).sort();
}

function machineOf(workflow: Workflow): Resource {
  const name = machineName(deployedNames(planLike()), workflow);
  const found = assembly
    .resources("Standby", "AWS::StepFunctions::StateMachine")
    .find(({ properties }) => properties.StateMachineName === name);
  if (!found) throw new Error(`There is no state machine ${name}.`);
  return found;
}

/** Logical IDs of the functions that a definition names. */
function stepsIn({ properties }: Resource): readonly string[] {
  const [, parts] = (properties.DefinitionString as { readonly "Fn::Join": readonly [string, readonly unknown[]] })[
    "Fn::Join"
  ];
  return [...new Set(parts.filter((part) => typeof part !== "string").map(referenceOf))];
}

interface Target {
  readonly Arn: unknown;
  readonly DeadLetterConfig?: { readonly Arn: unknown };
  readonly RetryPolicy?: { readonly MaximumEventAgeInSeconds: number; readonly MaximumRetryAttempts: number };
}

describe("events", () => {
  test("every target has retries that end and a dead-letter queue of its stack that accepts from its rule", () => {
    const rules = all("AWS::Events::Rule");
    expect(rules).toHaveLength(8);
    for (const rule of rules) {
      for (const target of rule.properties.Targets as readonly Target[]) expectDelivery(target);
      const queuePolicies = JSON.stringify(all("AWS::SQS::QueuePolicy"));
      expect(queuePolicies).toContain(`{"aws:SourceArn":{"Fn::GetAtt":["${rule.logicalId}","Arn"]}}`);
    }
    for (const schedule of all("AWS::Scheduler::Schedule")) expectDelivery(schedule.properties.Target as Target);
  });

  test("no rule exists before the function that it calls lets it in", () => {
    const permissions = new Set(
      assembly.resources("Standby", "AWS::Lambda::Permission").map(({ logicalId }) => logicalId),
    );
    const calling = assembly
      .resources("Standby", "AWS::Events::Rule")
      .filter(({ properties }) => /Function/.test(JSON.stringify(properties.Targets)));
    expect(calling.length).toBeGreaterThan(3);
    for (const { dependsOn } of calling) expect(dependsOn.some((id) => permissions.has(id))).toBe(true);
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

describe("runs that end badly", () => {
  test("are told whatever they ran, by the rule and by an alarm each", () => {
    const { machines } = deployedArns(planLike());
    const arns = Object.values(machines).map(({ machine }) => machine);
    const [rule] = all("AWS::Events::Rule").filter(
      ({ properties }) => properties.Name === "baton-storefront-run-ends-badly",
    );
    expect(rule?.properties.EventPattern).toMatchObject({ detail: { stateMachineArn: arns } });
    const names = all("AWS::CloudWatch::Alarm").map(({ properties }) => properties.AlarmName);
    for (const workflow of WORKFLOWS) {
      for (const end of ["failed", "aborted", "timed-out"])
        expect(names).toContain(`baton-storefront-${workflow}-${end}`);
    }
  });
});

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
      ({ properties }) => /Runbook: docs\/operations\.md#(\S+) in/.exec(String(properties.AlarmDescription))?.[1],
    );
    expect(named.length).toBeGreaterThan(10);
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

describe.each(WORKFLOWS)("the state machine of the %s", (workflow) => {
  test("passes the validator of the Amazon States Language", () => {
    const definition = plainText(machineOf(workflow).properties.DefinitionString);
    const { isValid, errors } = validateDefinition(JSON.parse(definition));
    expect(errors).toEqual([]);
    expect(isValid).toBe(true);
  });

  test("logs everything and is traced", () => {
    expect(machineOf(workflow).properties).toMatchObject({
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
