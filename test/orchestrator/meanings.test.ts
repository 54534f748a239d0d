import { describe, expect, test } from "@jest/globals";
import { VERBS } from "../../orchestrator/resources/kind";
import { resourcesWith, statementsFor } from "../../orchestrator/resources/meanings";
import { storefront } from "./fixtures";

const web = storefront.resources.find((resource) => resource.kind === "autoScalingGroup");
const orders = storefront.resources.find((resource) => resource.kind === "rdsReadReplica");
if (!web || !orders) throw new Error("the storefront has one of each");

function actionsOn(verb: (typeof VERBS)[number], resource: string): string[] {
  return statementsFor(storefront, verb)
    .filter(({ resources }) => resources.includes(resource))
    .flatMap(({ actions }) => actions);
}

describe("work", () => {
  test.each([
    ["inspect", ["orders-db", "web"]],
    ["warmUp", ["web"]],
    ["coolDown", ["web"]],
    ["fence", ["orders-db", "web"]],
    ["promote", ["orders-db"]],
    ["verify", ["orders-db", "web"]],
    ["rebuild", []],
  ] as const)("%s is for %j", (verb, ids) => {
    expect(resourcesWith(storefront, verb).map(({ id }) => id)).toEqual(ids);
  });
});

describe("permissions", () => {
  test("promotion may touch the standby's instance and nothing else", () => {
    const statements = statementsFor(storefront, "promote");
    expect(statements.flatMap(({ resources }) => resources)).toEqual([
      "arn:aws:rds:eu-west-1:123456789012:db:storefront-orders-replica",
    ]);
  });

  test("the fence acts in the primary Region only, and may not delete or stop anything", () => {
    const acting = statementsFor(storefront, "fence").filter(({ resources }) => !resources.includes("*"));
    for (const resource of acting.flatMap(({ resources }) => resources)) expect(resource).toContain(":us-east-1:");
    const actions = acting.flatMap((statement) => statement.actions);
    expect(actions).toContain("rds:RebootDBInstance");
    expect(actions).toContain("autoscaling:SuspendProcesses");
    expect(actions.filter((action) => /Delete|Stop|Terminate/.test(action))).toEqual([]);
  });

  test("only calls without resource-level permissions stand on *, and a launch only from the plan's own template", () => {
    const onEverything = VERBS.flatMap((verb) => statementsFor(storefront, verb)).filter(({ resources }) =>
      resources.includes("*"),
    );
    for (const { actions, conditions } of onEverything) {
      const isReading = actions.every((action) => /:(Describe|Get)/.test(action));
      if (!isReading) expect(conditions).toEqual({ ArnLike: { "ec2:LaunchTemplate": templateArn } });
    }
  });

  const templateArn = `arn:aws:ec2:eu-west-1:123456789012:launch-template/${web.standbyLaunchTemplateId}`;

  test("a role is passed to EC2 only, and only where the plan names it", () => {
    expect(actionsOn("warmUp", web.instanceRoleArn ?? "")).toEqual(["iam:PassRole"]);
    const { instanceRoleArn: _, ...nameless } = web;
    const statements = statementsFor({ ...storefront, resources: [nameless] }, "warmUp");
    expect(statements.flatMap(({ actions }) => actions)).not.toContain("iam:PassRole");
  });

  test("statement names are what IAM allows and unique within one policy", () => {
    const twins = {
      ...storefront,
      resources: [...storefront.resources, { ...orders, id: "users-db" }, { ...web, id: "api" }],
    };
    for (const verb of VERBS) {
      const names = statementsFor(twins, verb).map(({ sid }) => sid);
      for (const name of names) expect(name).toMatch(/^[A-Za-z0-9]{1,64}$/);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  test("what several resources need in common stands once", () => {
    const twins = { ...storefront, resources: [web, { ...web, id: "api" }] };
    expect(statementsFor(twins, "inspect")).toEqual(
      statementsFor(storefront, "inspect").filter(({ sid }) => sid === "DescribeGroups"),
    );
  });
});
