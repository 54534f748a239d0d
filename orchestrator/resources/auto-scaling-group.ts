/** An Auto Scaling group whose image is copied to the standby Region: meaning only. */
import * as z from "zod";
import { arn, resourceId, roleArn, text, wholeNumber } from "../wording";
import { type PolicyScope, type PolicyStatementData, type ResourceMeaning, statementId } from "./kind";

const groupName = () => text(/^[\w.:/ -]{1,255}$/, "an Auto Scaling group name of 1 to 255 characters");

const tagText = (longest: number) => text(new RegExp(`^.{1,${longest}}$`), `a text of 1 to ${longest} characters`);

export const autoScalingGroupSchema = z.strictObject({
  kind: z.literal("autoScalingGroup"),
  /** Name of the resource within the plan. */
  id: resourceId(),
  primaryGroupName: groupName(),
  standbyGroupName: groupName(),
  standbyLaunchTemplateId: text(/^lt-[0-9a-f]{8,17}$/, "a launch template ID like lt-0123456789abcdef0"),
  /** Role of the launch template's instance profile, if it names one: the only role that Baton may pass to an instance. */
  instanceRoleArn: roleArn().optional(),
  /** The image copied to the standby carries this tag; the newest available one is used. */
  imageTag: z.strictObject({ key: tagText(128), value: tagText(256) }),
  standbyTargetGroupArn: arn("elasticloadbalancing"),
  /** Standby capacity as a percentage of the primary's capacity as last seen while it was healthy. */
  capacityPercent: wholeNumber(1, 200, " of percent"),
  /** Never fewer instances than this, even if nothing was ever seen. */
  smallestCapacity: wholeNumber(1, 1000),
  largestCapacity: wholeNumber(1, 1000),
});
export type AutoScalingGroup = z.output<typeof autoScalingGroupSchema>;

const GROUP_VERBS = ["inspect", "warmUp", "coolDown", "fence", "verify"] as const;
export type GroupVerb = (typeof GROUP_VERBS)[number];

/**
 * Least privilege per verb. Describe calls of Auto Scaling, EC2 and load balancers know no resource-level permissions
 * (Service Authorization Reference), so they stand on `*`.
 */
export const autoScalingGroupMeaning: ResourceMeaning<AutoScalingGroup, GroupVerb> = {
  verbs: GROUP_VERBS,
  statements: (verb, resource, scope) => STATEMENTS[verb](resource, scope),
};

type Statements = (resource: AutoScalingGroup, scope: PolicyScope) => readonly PolicyStatementData[];

const DESCRIBE_GROUPS: PolicyStatementData = {
  sid: "DescribeGroups",
  actions: ["autoscaling:DescribeAutoScalingGroups"],
  resources: ["*"],
};

const DESCRIBE_TARGETS: PolicyStatementData = {
  sid: "DescribeTargets",
  actions: ["elasticloadbalancing:DescribeTargetHealth"],
  resources: ["*"],
};

const STATEMENTS: Readonly<Record<GroupVerb, Statements>> = {
  inspect: () => [DESCRIBE_GROUPS],
  warmUp: (group, scope) => [
    DESCRIBE_GROUPS,
    DESCRIBE_TARGETS,
    {
      sid: "DescribeWhatALaunchNeeds",
      actions: ["autoscaling:DescribeScalingActivities", "ec2:DescribeImages", "ec2:DescribeLaunchTemplateVersions"],
      resources: ["*"],
    },
    onGroup("Scale", group.id, groupArn(scope.standbyRegion, scope, group.standbyGroupName), [
      "autoscaling:UpdateAutoScalingGroup",
      "autoscaling:ResumeProcesses",
    ]),
    onGroup("WriteTemplate", group.id, templateArn(group, scope), ["ec2:CreateLaunchTemplateVersion"]),
    ...launchFromTemplate(group, scope),
  ],
  coolDown: (group, scope) => [
    DESCRIBE_GROUPS,
    onGroup("ScaleBack", group.id, groupArn(scope.standbyRegion, scope, group.standbyGroupName), [
      "autoscaling:UpdateAutoScalingGroup",
      "autoscaling:SuspendProcesses",
    ]),
    ...launchFromTemplate(group, scope),
  ],
  fence: (group, scope) => [
    DESCRIBE_GROUPS,
    onGroup("Fence", group.id, groupArn(scope.primaryRegion, scope, group.primaryGroupName), [
      "autoscaling:SuspendProcesses",
      "autoscaling:UpdateAutoScalingGroup",
    ]),
  ],
  verify: () => [DESCRIBE_TARGETS],
};

/**
 * Pinning a numeric template version on a group, or putting the old one back: EC2 Auto Scaling checks that the caller
 * could run instances from that template, tag them at launch and pass the role that the template names.
 */
function launchFromTemplate(group: AutoScalingGroup, scope: PolicyScope): readonly PolicyStatementData[] {
  return [
    {
      ...onGroup("LaunchFromTemplate", group.id, "*", ["ec2:RunInstances"]),
      conditions: { ArnLike: { "ec2:LaunchTemplate": templateArn(group, scope) } },
    },
    {
      sid: "TagAtLaunch",
      actions: ["ec2:CreateTags"],
      resources: [`arn:aws:ec2:${scope.standbyRegion}:${scope.account}:*/*`],
      conditions: { StringEquals: { "ec2:CreateAction": "RunInstances" } },
    },
    ...passRole(group),
  ];
}

function templateArn({ standbyLaunchTemplateId }: AutoScalingGroup, { standbyRegion, account }: PolicyScope): string {
  return `arn:aws:ec2:${standbyRegion}:${account}:launch-template/${standbyLaunchTemplateId}`;
}

function passRole({ id, instanceRoleArn }: AutoScalingGroup): readonly PolicyStatementData[] {
  if (instanceRoleArn === undefined) return [];
  const statement = onGroup("PassInstanceRole", id, instanceRoleArn, ["iam:PassRole"]);
  return [{ ...statement, conditions: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } } }];
}

function onGroup(purpose: string, id: string, resource: string, actions: readonly string[]): PolicyStatementData {
  return { sid: statementId(purpose, id), actions, resources: [resource] };
}

/** A group's ARN has its creation's UUID in it, which nobody knows beforehand; the name is unique in account and Region. */
function groupArn(region: string, { account }: PolicyScope, groupName: string): string {
  return `arn:aws:autoscaling:${region}:${account}:autoScalingGroup:*:autoScalingGroupName/${groupName}`;
}
