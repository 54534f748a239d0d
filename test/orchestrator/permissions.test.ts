/** Rights per verb, stated a second time: whoever gives a verb a new right, or takes one away, has to say so here as well. */
import { describe, expect, test } from "@jest/globals";
import type { ResourceKind } from "../../orchestrator/plan";
import { type PolicyStatementData, VERBS, type Verb } from "../../orchestrator/resources/kind";
import { statementsFor } from "../../orchestrator/resources/meanings";
import { instanceArn } from "../../orchestrator/resources/rds-read-replica";
import { storefront } from "./fixtures";

const ROLES = ["primary", "standby"] as const;
const ACCOUNT = storefront.account;

const USE_KEYS = [
  "kms:CreateGrant",
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];
const READ_INSTANCE = "rds:DescribeDBInstances";
const READ_GROUP = "autoscaling:DescribeAutoScalingGroups";
const READ_TARGETS = "elasticloadbalancing:DescribeTargetHealth";
const RESIZE = "autoscaling:UpdateAutoScalingGroup";
const READ_IMAGES = ["ec2:DescribeImages", "ec2:DescribeLaunchTemplateVersions"];
const COPY = ["ec2:CopyImage", "ec2:CreateTags", ...USE_KEYS];
const LAUNCH = ["ec2:CreateTags", "ec2:RunInstances", "iam:PassRole"];

const RIGHTS: Readonly<Record<ResourceKind, Readonly<Partial<Record<Verb, readonly string[]>>>>> = {
  rdsReadReplica: {
    inspect: [READ_INSTANCE, "cloudwatch:GetMetricData"],
    standReady: [READ_INSTANCE],
    fence: [READ_INSTANCE, "rds:ModifyDBInstance", "rds:RebootDBInstance"],
    unfence: [READ_INSTANCE, "rds:ModifyDBInstance"],
    promote: [READ_INSTANCE, "rds:ModifyDBInstance", "rds:PromoteReadReplica"],
    rebuild: [
      READ_INSTANCE,
      "rds:AddTagsToResource",
      "rds:CreateDBInstanceReadReplica",
      "rds:ModifyDBInstance",
      "rds:RebootDBInstance",
      "kms:CreateGrant",
      "kms:DescribeKey",
    ],
    restore: [READ_INSTANCE, "rds:ModifyDBInstance"],
    verify: [READ_INSTANCE],
  },
  autoScalingGroup: {
    inspect: [READ_GROUP, READ_TARGETS],
    warmUp: [
      READ_GROUP,
      READ_TARGETS,
      "autoscaling:DescribeScalingActivities",
      "autoscaling:ResumeProcesses",
      RESIZE,
      "ec2:CreateLaunchTemplateVersion",
      ...READ_IMAGES,
      ...COPY,
      ...LAUNCH,
    ],
    coolDown: [READ_GROUP, "autoscaling:SuspendProcesses", RESIZE, ...LAUNCH],
    fence: [READ_GROUP, "autoscaling:SuspendProcesses", RESIZE],
    unfence: [READ_GROUP, "autoscaling:ResumeProcesses", RESIZE],
    verify: [READ_TARGETS],
    keepImages: [
      READ_GROUP,
      ...READ_IMAGES,
      ...COPY,
      "ec2:CreateLaunchTemplateVersion",
      "ec2:DeleteSnapshot",
      "ec2:DeregisterImage",
    ],
  },
};

function statementsOf(kind: ResourceKind, verb: Verb, roles: readonly (typeof ROLES)[number][]) {
  const resources = storefront.resources.filter((resource) => resource.kind === kind);
  return statementsFor({ ...storefront, resources }, verb, roles);
}

const everyStatement = ROLES.flatMap((role) =>
  VERBS.flatMap((verb) => statementsFor(storefront, verb, [role]).map((statement) => ({ ...statement, role }))),
);
const allowing = (action: string) => everyStatement.filter(({ actions }) => actions.includes(action));

describe.each(ROLES)("in the %s", (role) => {
  test.each(Object.entries(RIGHTS) as [ResourceKind, (typeof RIGHTS)[ResourceKind]][])(
    "each verb of %s has its rights and no other",
    (kind, rights) => {
      for (const verb of VERBS) {
        const actions = statementsOf(kind, verb, [role]).flatMap((statement) => statement.actions);
        expect([verb, new Set(actions)]).toEqual([verb, new Set(rights[verb] ?? [])]);
      }
    },
  );
});

describe("each statement", () => {
  const isEmpty = ({ actions, resources, conditions }: PolicyStatementData) =>
    actions.length === 0 ||
    resources.length === 0 ||
    (conditions !== undefined &&
      (Object.keys(conditions).length === 0 ||
        Object.values(conditions).some((tests) => Object.keys(tests).length === 0)));

  test("allows something on something, and where it has a condition that condition tests something", () => {
    expect(everyStatement.filter(isEmpty)).toEqual([]);
  });

  test("names a Region and an account wherever AWS has names for what it is about", () => {
    const nameless = everyStatement.flatMap(({ resources }) => resources).filter((arn) => arn !== "*");
    expect(nameless.filter((arn) => !/^arn:aws:[a-z0-9]+:[a-z0-9-]*:(?:\d{12})?:\S/.test(arn))).toEqual([]);
  });
});

describe("what does not exist yet is bounded by a condition", () => {
  test("launches: from the group's own template only", () => {
    expect(allowing("ec2:RunInstances")).not.toEqual([]);
    for (const { conditions, role, resources } of allowing("ec2:RunInstances")) {
      const region = storefront.regions[role];
      const [template = ""] = everyStatement
        .filter((other) => other.role === role && other.actions.includes("ec2:CreateLaunchTemplateVersion"))
        .flatMap((other) => other.resources);
      expect(template).toMatch(new RegExp(`^arn:aws:ec2:${region}:${ACCOUNT}:launch-template/lt-`));
      expect(conditions).toEqual({ ArnLike: { "ec2:LaunchTemplate": template } });
      expect(resources).toEqual([`arn:aws:ec2:${region}:${ACCOUNT}:*/*`, `arn:aws:ec2:${region}::*/*`]);
    }
  });

  test("tags: while launching and while copying, never on what is there", () => {
    const moments = allowing("ec2:CreateTags").map(({ conditions }) => conditions?.StringEquals?.["ec2:CreateAction"]);
    expect(new Set(moments)).toEqual(new Set(["RunInstances", "CopyImage"]));
  });

  test("roles: handed to EC2 only", () => {
    for (const { conditions } of allowing("iam:PassRole"))
      expect(conditions).toEqual({ StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } });
  });

  test("grants on keys: for AWS itself, through the service that stores the data", () => {
    for (const { sid, conditions, role } of allowing("kms:CreateGrant")) {
      const forAws = { Bool: { "kms:GrantIsForAWSResource": "true" } };
      const viaRds = { "kms:ViaService": `rds.${storefront.regions[role]}.amazonaws.com` };
      const others = role === "primary" ? ["us-east-1", "eu-west-1"] : ["eu-west-1", "us-east-1"];
      const ec2 = {
        StringEquals: { "kms:ViaService": others.map((region) => `ec2.${region}.amazonaws.com`) },
        ...forAws,
      };
      expect(conditions).toEqual(sid.startsWith("GrantReplicaKey") ? { StringEquals: viaRds, ...forAws } : ec2);
    }
  });
});

describe("a replica that is built anew", () => {
  test.each([
    ["primary", "us-east-1", "storefront-orders", "arn:aws:rds:eu-west-1:123456789012:db:storefront-orders-replica"],
    ["standby", "eu-west-1", "storefront-orders-replica", "arn:aws:rds:us-east-1:123456789012:db:storefront-orders"],
  ] as const)("in the %s is made of its writer, with groups of its own Region", (role, region, name, writer) => {
    const here = `arn:aws:rds:${region}:${ACCOUNT}`;
    const [creating] = allowing("rds:CreateDBInstanceReadReplica").filter((statement) => statement.role === role);
    expect(creating?.resources).toEqual([
      `${here}:db:${name}`,
      writer,
      `${here}:pg:*`,
      `${here}:subgrp:*`,
      `${here}:og:*`,
    ]);
    const onStale = statementsOf("rdsReadReplica", "rebuild", [role]).filter(({ actions }) =>
      actions.includes("rds:ModifyDBInstance"),
    );
    expect(onStale.flatMap(({ resources }) => resources)).toEqual([
      `${here}:db:${name}`,
      `${here}:db:${name}-quarantine-e*`,
      `${here}:pg:*`,
    ]);
    const read = statementsOf("rdsReadReplica", "rebuild", [role]).filter(({ resources }) => resources[0] === writer);
    expect(read.map(({ actions }) => actions)).toEqual([["rds:DescribeDBInstances"]]);
  });

  test("is known to the other Region by the name that its writer's policy has", () => {
    const [orders] = storefront.resources.filter((resource) => resource.kind === "rdsReadReplica");
    if (!orders) throw new Error("the storefront has a database");
    for (const role of ROLES) {
      const promoting = statementsOf("rdsReadReplica", "promote", [role]).flatMap(({ resources }) => resources);
      expect(promoting).toEqual([instanceArn(storefront, orders, role)]);
    }
  });
});

describe("images", () => {
  test("are copied from the other Region into the own, with the snapshots under them", () => {
    for (const { resources, role } of allowing("ec2:CopyImage")) {
      const [own, other] = role === "primary" ? ["us-east-1", "eu-west-1"] : ["eu-west-1", "us-east-1"];
      expect(new Set(resources)).toEqual(
        new Set(
          [own, other].flatMap((region) => [`arn:aws:ec2:${region}::image/*`, `arn:aws:ec2:${region}::snapshot/*`]),
        ),
      );
    }
  });
});
