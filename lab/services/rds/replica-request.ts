/** `CreateDBInstanceReadReplica` as it arrives: judged before anything is created, the harsher way where AWS is silent. */
import type { CreateDBInstanceReadReplicaMessage } from "@aws-sdk/client-rds";
import { AwsError } from "../../kernel/service";
import type { DatabaseInstance } from "./database-instance";
import { ENGINES } from "./engines";
import { assertName, nameOf } from "./instance-book";
import type { InstanceSettings } from "./instance-settings";
import type { ParameterGroups } from "./parameter-groups";
import { invalidState } from "./promotion";

const MODELLED = [
  "DBInstanceIdentifier",
  "SourceDBInstanceIdentifier",
  "SourceRegion",
  "PreSignedUrl",
  "DBInstanceClass",
  "DBSubnetGroupName",
  "DBParameterGroupName",
  "VpcSecurityGroupIds",
  "KmsKeyId",
  "Tags",
  "MultiAZ",
  "DeletionProtection",
  "EnableIAMDatabaseAuthentication",
  "MaxAllocatedStorage",
  // Nothing in the lab depends on these.
  "CopyTagsToSnapshot",
  "AutoMinorVersionUpgrade",
  "PubliclyAccessible",
];

/** What a Region has that an instance may be attached to. */
export interface Attachments {
  readonly securityGroups: ReadonlySet<string>;
  readonly subnetGroups: ReadonlySet<string>;
  readonly parameterGroups: ParameterGroups;
  readonly kmsKeys: ReadonlySet<string>;
}

/** Region of the source, by its ARN. */
export function sourceRegion({ SourceDBInstanceIdentifier: source = "" }: CreateDBInstanceReadReplicaMessage): string {
  const region = source.split(":")[3];
  if (!source.startsWith("arn:aws:rds:") || !region) {
    throw new AwsError("InvalidParameterValue", "The lab models replicas across Regions: name the source by its ARN.");
  }
  return region;
}

/** A source needs backups, must not be a replica itself, and must be at rest [est] (aws-facts: RDS). */
export function judgeSource(source: DatabaseInstance): void {
  if (source.replication) throw invalidState(`${source.id} is a read replica itself.`);
  if (source.status !== "available") throw invalidState(`Source ${source.id} is in ${source.status} state.`);
  if (source.backupRetentionDays === 0) {
    throw invalidState(`Automated backups are not enabled for the source ${source.id}.`);
  }
}

/** Settings of the new instance; throws what AWS says to a request that it refuses. */
export function replicaSettings(
  region: string,
  input: CreateDBInstanceReadReplicaMessage,
  source: DatabaseInstance,
  known: Attachments,
): InstanceSettings {
  refuseUnknownMembers(input);
  const id = nameOf(input.DBInstanceIdentifier);
  assertName(id);
  const securityGroupIds = input.VpcSecurityGroupIds ?? [];
  refuseUnknown("InvalidParameterValue", "security group", securityGroupIds, known.securityGroups);
  refuseUnknown("DBSubnetGroupNotFoundFault", "subnet group", [input.DBSubnetGroupName], known.subnetGroups);
  judgeParameterGroup(input, source, known);
  judgeMaxStorage(input, source);
  return {
    id,
    securityGroupIds,
    multiAz: input.MultiAZ ?? false,
    // Replicas across Regions are created with backups off (aws-facts: RDS).
    backupRetentionDays: 0,
    engine: source.properties.engine,
    instanceClass: input.DBInstanceClass ?? source.properties.instanceClass,
    kmsKeyId: keyOf(region, input, source, known),
    takesIamLogins: input.EnableIAMDatabaseAuthentication ?? false,
    storageGib: source.properties.storageGib,
    maxStorageGib: input.MaxAllocatedStorage ?? null,
    isDeletionProtected: input.DeletionProtection ?? false,
    ...(input.DBSubnetGroupName && { subnetGroup: input.DBSubnetGroupName }),
    ...(input.DBParameterGroupName && { parameterGroup: input.DBParameterGroupName }),
  };
}

/** Where the engine does not take one, the replica gets the default, and another one by `ModifyDBInstance`. [api] */
function judgeParameterGroup(
  { DBParameterGroupName: group }: CreateDBInstanceReadReplicaMessage,
  { properties: { engine } }: DatabaseInstance,
  { parameterGroups }: Attachments,
): void {
  if (group === undefined) return;
  if (!ENGINES[engine].takesGroupAtCreation) {
    const message = `A parameter group can't be specified during Read Replica creation for the following DB engine: ${engine}`;
    throw new AwsError("InvalidParameterCombination", message);
  }
  parameterGroups.judge(group, engine);
}

/** At least 10 % more than what is allocated, which is what the source has. [doc] */
function judgeMaxStorage({ MaxAllocatedStorage: max }: CreateDBInstanceReadReplicaMessage, source: DatabaseInstance) {
  const { storageGib } = source.properties;
  if (max === undefined || max * 10 >= storageGib * 11) return;
  throw new AwsError("InvalidParameterCombination", `Invalid max storage size: ${max}, for ${storageGib} GiB.`);
}

/** An encrypted replica needs a key of its own Region; a key makes no encrypted replica of an open source. [doc] */
function keyOf(
  region: string,
  { KmsKeyId: key }: CreateDBInstanceReadReplicaMessage,
  source: DatabaseInstance,
  known: Attachments,
): string | null {
  const isEncrypted = source.properties.kmsKeyId !== null;
  if (!isEncrypted && !key) return null;
  if (!isEncrypted)
    throw new AwsError("InvalidParameterCombination", "The source is not encrypted; no key is allowed.");
  if (!key) throw new AwsError("InvalidParameterCombination", `An encrypted replica in ${region} needs a KmsKeyId.`);
  refuseUnknown("KMSKeyNotAccessibleFault", "KMS key", [key], known.kmsKeys);
  return key;
}

function refuseUnknown(
  code: string,
  what: string,
  wanted: readonly (string | undefined)[],
  known: ReadonlySet<string>,
): void {
  const unknown = wanted.find((name) => name !== undefined && !known.has(name));
  if (unknown !== undefined) throw new AwsError(code, `There is no ${what} ${unknown} here.`);
}

function refuseUnknownMembers(input: CreateDBInstanceReadReplicaMessage): void {
  const unknown = Object.keys(input).filter((member) => !MODELLED.includes(member));
  if (unknown.length === 0) return;
  const what = unknown.join(", ");
  throw new AwsError("InvalidParameterValue", `The lab does not model CreateDBInstanceReadReplica with ${what}.`);
}
