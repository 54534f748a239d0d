/** A cross-Region RDS read replica that becomes the writer when the primary Region is lost: meaning only. */
import * as z from "zod";
import type { RegionRole } from "../baton";
import { resourceId, text, wholeNumber } from "../wording";
import { otherRole, type PolicyScope, type PolicyStatementData, type ResourceMeaning, statementId } from "./kind";

const instanceIdentifier = () =>
  text(
    /^[a-z](?!.*--)[a-z0-9-]{0,61}[a-z0-9]$/,
    "an RDS instance identifier: lower-case letters, digits, single dashes",
  );

const securityGroupId = () => text(/^sg-[0-9a-f]{8,17}$/, "a security group ID like sg-0123456789abcdef0");

export const rdsReadReplicaSchema = z.strictObject({
  kind: z.literal("rdsReadReplica"),
  /** Name of the resource within the plan. */
  id: resourceId(),
  primaryInstanceId: instanceIdentifier(),
  standbyInstanceId: instanceIdentifier(),
  /** Security group in the primary Region that lets nobody in; fencing swaps the old writer into it. */
  quarantineSecurityGroupId: securityGroupId(),
  /** The same in the standby Region: a planned move freezes the writer there before it goes home. */
  standbyQuarantineSecurityGroupId: securityGroupId(),
  /** What the promoted instance gets back: promotion resets these. */
  afterPromotion: z.strictObject({ backupRetentionDays: wholeNumber(1, 35), multiAz: z.boolean("true or false") }),
});
export type RdsReadReplica = z.output<typeof rdsReadReplicaSchema>;

/** The resource's part in the Region of one role. */
export interface InstancePart {
  readonly instanceId: string;
  /** Lets nobody in. */
  readonly quarantineSecurityGroupId: string;
}

export function instanceAt(resource: RdsReadReplica, role: RegionRole): InstancePart {
  return role === "primary"
    ? { instanceId: resource.primaryInstanceId, quarantineSecurityGroupId: resource.quarantineSecurityGroupId }
    : { instanceId: resource.standbyInstanceId, quarantineSecurityGroupId: resource.standbyQuarantineSecurityGroupId };
}

/** RDS allows 63 characters; "-quarantine-e" and an epoch of six digits need 19 of them. */
const LONGEST_STEM_CHARACTERS = 44;

function quarantinePrefix(instanceId: string): string {
  return `${instanceId.slice(0, LONGEST_STEM_CHARACTERS).replace(/-$/, "")}-quarantine-e`;
}

/** Name under which the stale copy is kept that the planned move of this epoch found. */
export function quarantineName(instanceId: string, epoch: number): string {
  return `${quarantinePrefix(instanceId)}${epoch}`;
}

/** How RDS names the instance towards the other Region. */
export function instanceArn(
  { account, regions }: { readonly account: string; readonly regions: Readonly<Record<RegionRole, string>> },
  resource: RdsReadReplica,
  role: RegionRole,
): string {
  return dbArn(regions[role], { account }, instanceAt(resource, role).instanceId);
}

const RDS_VERBS = ["inspect", "standReady", "rebuild", "fence", "unfence", "promote", "restore", "verify"] as const;
export type RdsVerb = (typeof RDS_VERBS)[number];

/**
 * Least privilege per verb. Every RDS call here can be limited to instances; `cloudwatch:GetMetricData` cannot be
 * limited to a metric (Service Authorization Reference), so it stands on `*`.
 */
export const rdsReadReplicaMeaning: ResourceMeaning<RdsReadReplica, RdsVerb> = {
  verbs: RDS_VERBS,
  statements: (verb, resource, scope) => STATEMENTS[verb](resource, scope),
};

type Statements = (resource: RdsReadReplica, scope: PolicyScope) => readonly PolicyStatementData[];

const STATEMENTS: Readonly<Record<RdsVerb, Statements>> = {
  inspect: (resource, scope) => [
    onInstance("Inspect", resource, scope, ["rds:DescribeDBInstances"]),
    {
      sid: "ReadReplicaLag",
      actions: ["cloudwatch:GetMetricData"],
      resources: ["*"],
      wildcardReason: "Reads only; the Service Authorization Reference lists no resource type for metrics.",
    },
  ],
  standReady: (resource, scope) => [onInstance("StandReady", resource, scope, ["rds:DescribeDBInstances"])],
  rebuild: (resource, scope) => [
    ...keepStaleCopy(resource, scope),
    ...createReplica(resource, scope),
    giveParameterGroup(scope),
    onInstance("ApplyParameters", resource, scope, ["rds:RebootDBInstance"]),
    ...useKeyForReplica(scope),
  ],
  fence: (resource, scope) => [
    onInstance("Fence", resource, scope, ["rds:DescribeDBInstances", "rds:ModifyDBInstance", "rds:RebootDBInstance"]),
  ],
  unfence: (resource, scope) => [
    onInstance("Unfence", resource, scope, ["rds:DescribeDBInstances", "rds:ModifyDBInstance"]),
  ],
  promote: (resource, scope) => [
    onInstance("Promote", resource, scope, [
      "rds:DescribeDBInstances",
      "rds:PromoteReadReplica",
      "rds:ModifyDBInstance",
    ]),
  ],
  restore: (resource, scope) => [
    onInstance("Restore", resource, scope, ["rds:DescribeDBInstances", "rds:ModifyDBInstance"]),
  ],
  verify: (resource, scope) => [onInstance("Verify", resource, scope, ["rds:DescribeDBInstances"])],
};

/** Renaming is judged on the name before and the name after. Nothing here may delete or stop an instance. */
function keepStaleCopy(resource: RdsReadReplica, scope: PolicyScope): readonly PolicyStatementData[] {
  const instanceId = instanceAt(resource, scope.role).instanceId;
  const stale = dbArn(scope.region, scope, `${quarantinePrefix(instanceId)}*`);
  return [
    {
      sid: sidFor("KeepStaleCopy", resource, scope),
      actions: ["rds:DescribeDBInstances", "rds:ModifyDBInstance", "rds:AddTagsToResource"],
      resources: [dbArn(scope.region, scope, instanceId), stale],
      wildcardReason:
        "The quarantine name of this one instance ends with the epoch of the move, which is known at run time.",
    },
  ];
}

/** Creating a cross-Region replica is judged on both instances and on the groups that the new one gets. */
function createReplica(resource: RdsReadReplica, scope: PolicyScope): readonly PolicyStatementData[] {
  const { region, otherRegion, role, account } = scope;
  const writer = dbArn(otherRegion, scope, instanceAt(resource, otherRole(role)).instanceId);
  const groups = ["pg", "subgrp", "og"].map((type) => `arn:aws:rds:${region}:${account}:${type}:*`);
  return [
    { sid: sidFor("ReadWriter", resource, scope), actions: ["rds:DescribeDBInstances"], resources: [writer] },
    {
      sid: sidFor("CreateReplica", resource, scope),
      actions: ["rds:CreateDBInstanceReadReplica"],
      resources: [dbArn(region, scope, instanceAt(resource, role).instanceId), writer, ...groups],
      wildcardReason:
        "The parameter, subnet and option groups are those of the old instance, read at run time; the instances stand in full.",
    },
  ];
}

/** A change of parameter group is judged on the instance (see `keepStaleCopy`) and on the group. */
function giveParameterGroup({ account, region, role }: PolicyScope): PolicyStatementData {
  return {
    sid: statementId("GiveParameterGroup", role),
    actions: ["rds:ModifyDBInstance"],
    resources: [`arn:aws:rds:${region}:${account}:pg:*`],
    wildcardReason: "The parameter group is the old instance's, read at run time.",
  };
}

/** An encrypted replica needs a grant on the key of its own Region; which key the old instance had is known at run time. */
function useKeyForReplica({ account, region, role }: PolicyScope): readonly PolicyStatementData[] {
  const key = {
    resources: [`arn:aws:kms:${region}:${account}:key/*`],
    wildcardReason:
      "The key is the old instance's, read at run time; the condition allows its use through RDS of this Region only.",
  };
  const viaRds = { "kms:ViaService": `rds.${region}.amazonaws.com` };
  return [
    {
      sid: statementId("EncryptReplica", role),
      actions: ["kms:DescribeKey"],
      ...key,
      conditions: { StringEquals: viaRds },
    },
    {
      sid: statementId("GrantReplicaKey", role),
      actions: ["kms:CreateGrant"],
      ...key,
      conditions: { StringEquals: viaRds, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}

function onInstance(
  purpose: string,
  resource: RdsReadReplica,
  scope: PolicyScope,
  actions: readonly string[],
): PolicyStatementData {
  const resources = [dbArn(scope.region, scope, instanceAt(resource, scope.role).instanceId)];
  return { sid: sidFor(purpose, resource, scope), actions, resources };
}

function sidFor(purpose: string, { id }: RdsReadReplica, { role }: PolicyScope): string {
  return statementId(purpose, role, id);
}

function dbArn(region: string, { account }: Pick<PolicyScope, "account">, instanceId: string): string {
  return `arn:aws:rds:${region}:${account}:db:${instanceId}`;
}
