/** An Auto Scaling group whose image is copied to the standby Region: meaning only. */
import * as z from "zod";
import type { RegionRole } from "../baton";
import { arn, resourceId, roleArn, text, wholeNumber } from "../wording";
import { copyStatements, imageCopiesSchema, imageKeyArn, removeCopiesStatement } from "./image-copies";
import { type PolicyScope, type PolicyStatementData, type ResourceMeaning, statementId } from "./kind";

const groupName = () => text(/^[\w.:/ -]{1,255}$/, "an Auto Scaling group name of 1 to 255 characters");

const tagText = (longest: number) => text(new RegExp(`^.{1,${longest}}$`), `a text of 1 to ${longest} characters`);

const launchTemplateId = () => text(/^lt-[0-9a-f]{8,17}$/, "a launch template ID like lt-0123456789abcdef0");

export const autoScalingGroupSchema = z.strictObject({
  kind: z.literal("autoScalingGroup"),
  /** Name of the resource within the plan. */
  id: resourceId(),
  primaryGroupName: groupName(),
  standbyGroupName: groupName(),
  primaryLaunchTemplateId: launchTemplateId(),
  standbyLaunchTemplateId: launchTemplateId(),
  /** Role of the launch template's instance profile, if it names one: the only role that Baton may pass to an instance. */
  instanceRoleArn: roleArn().optional(),
  /** Every release's image carries this tag, in whichever Region it is made; Baton copies it to the other one. */
  imageTag: z.strictObject({ key: tagText(128), value: tagText(256) }),
  /** Copies that arrive in a Region are encrypted with its key, else with AWS's own for EBS. */
  primaryImageKeyArn: imageKeyArn().optional(),
  standbyImageKeyArn: imageKeyArn().optional(),
  imageCopies: imageCopiesSchema.prefault({}),
  primaryTargetGroupArn: arn("elasticloadbalancing"),
  standbyTargetGroupArn: arn("elasticloadbalancing"),
  /** Standby capacity as a percentage of the primary's capacity as last seen while it was healthy. */
  capacityPercent: wholeNumber(1, 200, " of percent"),
  /** Never fewer instances than this, even if nothing was ever seen. */
  smallestCapacity: wholeNumber(1, 1000),
  largestCapacity: wholeNumber(1, 1000),
  /** What the standby keeps running while it only waits; a failback brings it back to this. */
  restingCapacity: wholeNumber(0, 1000).default(1),
});
export type AutoScalingGroup = z.output<typeof autoScalingGroupSchema>;

/** The resource's part in the Region of one role. */
export interface GroupPart {
  readonly groupName: string;
  readonly launchTemplateId: string;
  readonly targetGroupArn: string;
}

export function groupAt(resource: AutoScalingGroup, role: RegionRole): GroupPart {
  return role === "primary"
    ? {
        groupName: resource.primaryGroupName,
        launchTemplateId: resource.primaryLaunchTemplateId,
        targetGroupArn: resource.primaryTargetGroupArn,
      }
    : {
        groupName: resource.standbyGroupName,
        launchTemplateId: resource.standbyLaunchTemplateId,
        targetGroupArn: resource.standbyTargetGroupArn,
      };
}

const GROUP_VERBS = ["inspect", "warmUp", "coolDown", "fence", "unfence", "verify", "keepImages"] as const;
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

const READS_KNOW_NO_RESOURCE =
  "Reads only; the Service Authorization Reference lists no resource type for these actions.";

const DESCRIBE_GROUPS: PolicyStatementData = {
  sid: "DescribeGroups",
  actions: ["autoscaling:DescribeAutoScalingGroups"],
  resources: ["*"],
  wildcardReason: READS_KNOW_NO_RESOURCE,
};

const DESCRIBE_TARGETS: PolicyStatementData = {
  sid: "DescribeTargets",
  actions: ["elasticloadbalancing:DescribeTargetHealth"],
  resources: ["*"],
  wildcardReason: READS_KNOW_NO_RESOURCE,
};

const STATEMENTS: Readonly<Record<GroupVerb, Statements>> = {
  inspect: () => [DESCRIBE_GROUPS, DESCRIBE_TARGETS],
  warmUp: (group, scope) => [
    DESCRIBE_GROUPS,
    DESCRIBE_TARGETS,
    {
      sid: "DescribeWhatALaunchNeeds",
      actions: ["autoscaling:DescribeScalingActivities", "ec2:DescribeImages", "ec2:DescribeLaunchTemplateVersions"],
      resources: ["*"],
      wildcardReason: READS_KNOW_NO_RESOURCE,
    },
    onGroup("Scale", group, scope, ["autoscaling:UpdateAutoScalingGroup", "autoscaling:ResumeProcesses"]),
    writeTemplate(group, scope),
    // A planned move copies the newest release itself where that has not happened yet.
    ...copyStatements(group, scope),
    ...launchFromTemplate(group, scope),
  ],
  coolDown: (group, scope) => [
    DESCRIBE_GROUPS,
    onGroup("ScaleBack", group, scope, ["autoscaling:UpdateAutoScalingGroup", "autoscaling:SuspendProcesses"]),
    ...launchFromTemplate(group, scope),
  ],
  fence: (group, scope) => [
    DESCRIBE_GROUPS,
    onGroup("Fence", group, scope, ["autoscaling:SuspendProcesses", "autoscaling:UpdateAutoScalingGroup"]),
  ],
  unfence: (group, scope) => [
    DESCRIBE_GROUPS,
    onGroup("Unfence", group, scope, ["autoscaling:UpdateAutoScalingGroup", "autoscaling:ResumeProcesses"]),
  ],
  verify: () => [DESCRIBE_TARGETS],
  keepImages: (group, scope) => [
    DESCRIBE_GROUPS,
    {
      sid: "DescribeImages",
      actions: ["ec2:DescribeImages", "ec2:DescribeLaunchTemplateVersions"],
      resources: ["*"],
      wildcardReason: READS_KNOW_NO_RESOURCE,
    },
    ...copyStatements(group, scope),
    writeTemplate(group, scope),
    removeCopiesStatement(scope),
  ],
};

function writeTemplate(group: AutoScalingGroup, scope: PolicyScope): PolicyStatementData {
  const resources = [templateArn(group, scope)];
  return { sid: sidFor("WriteTemplate", group, scope), actions: ["ec2:CreateLaunchTemplateVersion"], resources };
}

/**
 * Pinning a numeric template version on a group, or putting the old one back: EC2 Auto Scaling checks that the caller
 * could run instances from that template, tag them at launch and pass the role that the template names.
 */
function launchFromTemplate(group: AutoScalingGroup, scope: PolicyScope): readonly PolicyStatementData[] {
  return [
    {
      sid: sidFor("LaunchFromTemplate", group, scope),
      actions: ["ec2:RunInstances"],
      // Images and snapshots have no account in their ARNs.
      resources: [everythingOfEc2(scope), everythingOfEc2({ ...scope, account: "" })],
      conditions: { ArnLike: { "ec2:LaunchTemplate": templateArn(group, scope) } },
      wildcardReason:
        "What a launch touches (instances, volumes, network interfaces) exists only once it has happened; the condition allows none but launches from this one template, in this Region.",
    },
    {
      sid: statementId("TagAtLaunch", scope.role),
      actions: ["ec2:CreateTags"],
      resources: [everythingOfEc2(scope)],
      conditions: { StringEquals: { "ec2:CreateAction": "RunInstances" } },
      wildcardReason:
        "The instances and volumes that get the template's tags do not exist yet; the condition allows tags at launch and at no other time.",
    },
    ...passRole(group),
  ];
}

function everythingOfEc2({ region, account }: PolicyScope): string {
  return `arn:aws:ec2:${region}:${account}:*/*`;
}

function templateArn(group: AutoScalingGroup, { role, region, account }: PolicyScope): string {
  return `arn:aws:ec2:${region}:${account}:launch-template/${groupAt(group, role).launchTemplateId}`;
}

function passRole({ id, instanceRoleArn }: AutoScalingGroup): readonly PolicyStatementData[] {
  if (instanceRoleArn === undefined) return [];
  return [
    {
      sid: statementId("PassInstanceRole", id),
      actions: ["iam:PassRole"],
      resources: [instanceRoleArn],
      conditions: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
    },
  ];
}

/** A group's ARN has its creation's UUID in it, which nobody knows beforehand; the name is unique in account and Region. */
function onGroup(
  purpose: string,
  group: AutoScalingGroup,
  scope: PolicyScope,
  actions: readonly string[],
): PolicyStatementData {
  const name = `autoScalingGroup:*:autoScalingGroupName/${groupAt(group, scope.role).groupName}`;
  const resource = `arn:aws:autoscaling:${scope.region}:${scope.account}:${name}`;
  const wildcardReason =
    "AWS puts a UUID into the ARN when the group is made; the group's name, which is unique, stands in full.";
  return { sid: sidFor(purpose, group, scope), actions, resources: [resource], wildcardReason };
}

function sidFor(purpose: string, { id }: AutoScalingGroup, { role }: PolicyScope): string {
  return statementId(purpose, role, id);
}
