import type { ApiCall } from "../../kernel/service";
import {
  allOnEverything,
  arnIn,
  inputRecords,
  inputText,
  onResource,
  type Requirement,
  type RequirementScope,
  type ServiceRequirements,
} from "../requirement";

function databaseArn(call: ApiCall, scope: RequirementScope, identifier: string): string {
  return identifier.startsWith("arn:") ? identifier : arnIn(call, scope, "rds", `db:${identifier || "*"}`);
}

const onInstance = (call: ApiCall, scope: RequirementScope) =>
  databaseArn(call, scope, inputText(call, "DBInstanceIdentifier"));

/** Groups that an instance is attached to need permission only when the call names them. */
const GROUP_TYPES = [
  ["DBParameterGroupName", "pg"],
  ["OptionGroupName", "og"],
  ["DBSubnetGroupName", "subgrp"],
] as const;

function withGroups(action: string, call: ApiCall, scope: RequirementScope): readonly Requirement[] {
  const groups = GROUP_TYPES.filter(([member]) => inputText(call, member) !== "");
  return groups.map(([member, type]) => ({
    action,
    resource: arnIn(call, scope, "rds", `${type}:${inputText(call, member)}`),
  }));
}

function modifyInstance(call: ApiCall, scope: RequirementScope): readonly Requirement[] {
  const action = "rds:ModifyDBInstance";
  const newName = inputText(call, "NewDBInstanceIdentifier");
  const securityGroups = (call.input.DBSecurityGroups ?? []) as readonly string[];
  return [
    { action, resource: onInstance(call, scope) },
    ...withGroups(action, call, scope),
    ...securityGroups.map((name) => ({ action, resource: arnIn(call, scope, "rds", `secgrp:${name}`) })),
    // The reference does not say whether a rename is judged on the new name too. [est: it is]
    ...(newName ? [{ action, resource: databaseArn(call, scope, newName) }] : []),
  ];
}

function createReadReplica(call: ApiCall, scope: RequirementScope): readonly Requirement[] {
  const action = "rds:CreateDBInstanceReadReplica";
  const source = inputText(call, "SourceDBInstanceIdentifier");
  return [
    { action, resource: onInstance(call, scope) },
    { action, resource: databaseArn(call, scope, source) },
    ...withGroups(action, call, scope),
    ...tagging(call, scope),
    ...keyUse(call, scope),
  ];
}

/** Tags in the request need the permission to tag. */
function tagging(call: ApiCall, scope: RequirementScope): readonly Requirement[] {
  if (inputRecords(call, "Tags").length === 0) return [];
  return [{ action: "rds:AddTagsToResource", resource: onInstance(call, scope) }];
}

/** RDS uses the key on behalf of the caller, who must be allowed to let it (RDS User Guide, AWS KMS key management). */
function keyUse(call: ApiCall, scope: RequirementScope): readonly Requirement[] {
  const key = inputText(call, "KmsKeyId");
  if (!key) return [];
  const resource = key.startsWith("arn:") ? key : arnIn(call, scope, "kms", `key/${key}`);
  const viaService = { "kms:ViaService": `rds.${call.region}.amazonaws.com` };
  return [
    { action: "kms:DescribeKey", resource, context: viaService },
    { action: "kms:CreateGrant", resource, context: { ...viaService, "kms:GrantIsForAWSResource": "true" } },
  ];
}

export const rdsRequirements: ServiceRequirements = {
  ...onResource(
    "rds",
    onInstance,
    "DescribeDBInstances",
    "PromoteReadReplica",
    "RebootDBInstance",
    "DeleteDBInstance",
    "StartDBInstance",
    "StopDBInstance",
  ),
  ...onResource(
    "rds",
    (call) => inputText(call, "ResourceName"),
    "AddTagsToResource",
    "RemoveTagsFromResource",
    "ListTagsForResource",
  ),
  ...allOnEverything("rds", "DescribeEvents", "DescribePendingMaintenanceActions"),
  ModifyDBInstance: modifyInstance,
  CreateDBInstanceReadReplica: createReadReplica,
};
