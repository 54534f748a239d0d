import { describe, expect, test } from "@jest/globals";
import type { RegionRole } from "../../orchestrator/baton";
import { groupAt } from "../../orchestrator/resources/auto-scaling-group";
import { VERBS } from "../../orchestrator/resources/kind";
import { resourcesWith, statementsFor } from "../../orchestrator/resources/meanings";
import { instanceAt, quarantineName } from "../../orchestrator/resources/rds-read-replica";
import { failoverWork, plannedWork } from "../../orchestrator/work";
import { storefront } from "./fixtures";

const web = storefront.resources.find((resource) => resource.kind === "autoScalingGroup");
const orders = storefront.resources.find((resource) => resource.kind === "rdsReadReplica");
if (!web || !orders) throw new Error("the storefront has one of each");

const ROLES = ["primary", "standby"] as const;
const REGION: Readonly<Record<RegionRole, string>> = { primary: "us-east-1", standby: "eu-west-1" };

function actionsOn(verb: (typeof VERBS)[number], resource: string): string[] {
  return statementsFor(storefront, verb, ["standby"])
    .filter(({ resources }) => resources.includes(resource))
    .flatMap(({ actions }) => actions);
}

describe("work", () => {
  test.each([
    ["inspect", ["orders-db", "web"]],
    ["standReady", ["orders-db"]],
    ["warmUp", ["web"]],
    ["coolDown", ["web"]],
    ["fence", ["orders-db", "web"]],
    ["promote", ["orders-db"]],
    ["verify", ["orders-db", "web"]],
    ["unfence", ["orders-db", "web"]],
    ["rebuild", ["orders-db"]],
    ["restore", ["orders-db"]],
    ["keepImages", ["web"]],
  ] as const)("%s is for %j", (verb, ids) => {
    expect(resourcesWith(storefront, verb).map(({ id }) => id)).toEqual(ids);
  });
});

describe("the machine's work", () => {
  test("of a failover: groups are fenced too, because nobody may write any more", () => {
    expect(failoverWork(storefront)).toEqual({
      standReady: ["orders-db"],
      warmUp: ["web"],
      fence: ["orders-db", "web"],
      promote: ["orders-db"],
      coolDown: ["web"],
    });
  });

  test("of a planned move: data is frozen, groups stay up until the move has arrived", () => {
    expect(plannedWork(storefront)).toEqual({ data: ["orders-db"], warmUp: ["web"], rest: ["web"] });
  });
});

describe("a resource's parts by role", () => {
  test("differ in everything that has a Region", () => {
    expect(instanceAt(orders, "primary").instanceId).toBe("storefront-orders");
    expect(instanceAt(orders, "standby").instanceId).toBe("storefront-orders-replica");
    expect(instanceAt(orders, "standby").quarantineSecurityGroupId).toBe(orders.standbyQuarantineSecurityGroupId);
    expect(groupAt(web, "primary").targetGroupArn).toContain(":us-east-1:");
    expect(groupAt(web, "standby").targetGroupArn).toContain(":eu-west-1:");
    expect(groupAt(web, "primary").launchTemplateId).not.toBe(groupAt(web, "standby").launchTemplateId);
  });

  test("a stale copy gets a name that RDS allows, whatever its length and epoch", () => {
    expect(quarantineName("storefront-orders", 3)).toBe("storefront-orders-quarantine-e3");
    const longest = quarantineName(`${"a".repeat(43)}-${"b".repeat(19)}`, 999_999);
    expect(longest.length).toBeLessThanOrEqual(63);
    expect(longest).toMatch(/^[a-z](?!.*--)[a-z0-9-]*[a-z0-9]$/);
  });
});

describe("permissions", () => {
  test.each([
    ["primary", "arn:aws:rds:us-east-1:123456789012:db:storefront-orders"],
    ["standby", "arn:aws:rds:eu-west-1:123456789012:db:storefront-orders-replica"],
  ] as const)("promotion in the %s may touch its instance and nothing else", (role, instance) => {
    const statements = statementsFor(storefront, "promote", [role]);
    expect(statements.flatMap(({ resources }) => resources)).toEqual([instance]);
  });

  test.each(ROLES)("whatever changes something in the %s has no right in the other Region", (role) => {
    for (const verb of VERBS) {
      for (const { sid, actions, resources } of statementsFor(storefront, verb, [role])) {
        const isReading = actions.every((action) => /:(Describe|Get)/.test(action));
        // Replicas and copies are judged on their source as well, which lies in the other Region.
        const isAcross = /^(CreateReplica|CopyImages|UseImageKeys|GrantImageKeys)/.test(sid);
        if (isReading || isAcross) continue;
        for (const resource of resources.filter((arn) => arn !== "*" && !arn.includes(":iam:"))) {
          expect(resource).toContain(`:${REGION[role]}:`);
        }
      }
    }
  });

  test("rebuilding keeps what it finds: no verb may delete or stop an instance, or anything but copies of images", () => {
    const actions = VERBS.flatMap((verb) => statementsFor(storefront, verb, ROLES)).flatMap((each) => each.actions);
    expect(actions).toContain("rds:CreateDBInstanceReadReplica");
    const destroying = new Set(actions.filter((action) => /Delete|Deregister|Stop|Terminate/.test(action)));
    expect(destroying).toEqual(new Set(["ec2:DeregisterImage", "ec2:DeleteSnapshot"]));
  });

  test.each(ROLES)(
    "an image is removed in the %s only if Baton copied it from the other Region, for this application",
    (role) => {
      const removing = VERBS.flatMap((verb) =>
        statementsFor(storefront, verb, [role]).filter(({ actions }) => actions.includes("ec2:DeregisterImage")),
      );
      const from = role === "primary" ? "eu-west-1/*" : "us-east-1/*";
      expect(removing.map(({ conditions }) => conditions)).toEqual([
        {
          StringEquals: { "aws:ResourceTag/baton:application": "storefront" },
          StringLike: { "aws:ResourceTag/baton:copied-from": from },
        },
      ]);
    },
  );

  test("keys are used by EC2 only, and only the plan's", () => {
    const ofKeys = statementsFor(storefront, "keepImages", ROLES).filter(({ actions }) =>
      actions.some((action) => action.startsWith("kms:")),
    );
    expect(new Set(ofKeys.flatMap(({ resources }) => resources))).toEqual(
      new Set([web.primaryImageKeyArn, web.standbyImageKeyArn]),
    );
    for (const { conditions } of ofKeys) expect(JSON.stringify(conditions)).toContain('"kms:ViaService":["ec2.');
    const { primaryImageKeyArn: _, standbyImageKeyArn: __, ...keyless } = web;
    const plain = statementsFor({ ...storefront, resources: [keyless] }, "keepImages", ROLES);
    expect(plain.flatMap(({ actions }) => actions).filter((action) => action.startsWith("kms:"))).toEqual([]);
  });

  test("the fence acts in the Region of its role only, and may not delete or stop anything", () => {
    const acting = statementsFor(storefront, "fence", ["primary"]).filter(({ resources }) => !resources.includes("*"));
    for (const resource of acting.flatMap(({ resources }) => resources)) expect(resource).toContain(":us-east-1:");
    const actions = acting.flatMap((statement) => statement.actions);
    expect(actions).toContain("rds:RebootDBInstance");
    expect(actions).toContain("autoscaling:SuspendProcesses");
    expect(actions.filter((action) => /Delete|Stop|Terminate/.test(action))).toEqual([]);
  });

  test("only calls without resource-level permissions stand on *, and a launch only from the plan's own template", () => {
    const onEverything = VERBS.flatMap((verb) => statementsFor(storefront, verb, ["standby"])).filter(({ resources }) =>
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
    const rights = (group: typeof nameless) => statementsFor({ ...storefront, resources: [group] }, "warmUp", ROLES);
    expect(rights(nameless)).toEqual(rights(web).filter(({ actions }) => !actions.includes("iam:PassRole")));
  });

  test("statement names are what IAM allows and unique within one policy", () => {
    const twins = {
      ...storefront,
      resources: [...storefront.resources, { ...orders, id: "users-db" }, { ...web, id: "api" }],
    };
    for (const verb of VERBS) {
      const names = statementsFor(twins, verb, ROLES).map(({ sid }) => sid);
      for (const name of names) expect(name).toMatch(/^[A-Za-z0-9]{1,64}$/);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  test("what several resources need in common stands once", () => {
    const twins = { ...storefront, resources: [web, { ...web, id: "api" }] };
    expect(statementsFor(twins, "inspect", ["standby"])).toEqual(
      statementsFor(storefront, "inspect", ["standby"]).filter(({ sid }) =>
        ["DescribeGroups", "DescribeTargets"].includes(sid),
      ),
    );
  });
});
