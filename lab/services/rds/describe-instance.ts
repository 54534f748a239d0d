/** A database instance as `DescribeDBInstances` shows it. */
import type { DBInstance } from "@aws-sdk/client-rds";
import type { DatabaseInstance } from "./database-instance";
import { parameterApplyStatus } from "./parameter-groups";
import { replicationStatus } from "./replication-health";

export function describeInstance(instance: DatabaseInstance, nowMs: number, errorAfterMs: number): DBInstance {
  return {
    DBInstanceIdentifier: instance.id,
    DBInstanceArn: instance.arn,
    DBInstanceStatus: instance.status,
    Engine: instance.properties.engine,
    ...endpoint(instance),
    MultiAZ: instance.multiAz,
    BackupRetentionPeriod: instance.backupRetentionDays,
    VpcSecurityGroups: instance.securityGroups
      .list()
      .map(({ id, status }) => ({ VpcSecurityGroupId: id, Status: status })),
    PendingModifiedValues: pendingValues(instance),
    TagList: [...instance.tags].map(([Key, Value]) => ({ Key, Value })),
    ...propertyMembers(instance),
    ...replicationMembers(instance, nowMs, errorAfterMs),
  };
}

/** An instance that is being created has no endpoint yet. [doc] */
function endpoint({ id, region, status }: DatabaseInstance): Partial<DBInstance> {
  if (status === "creating" || status === "failed") return {};
  return { Endpoint: { Address: `${id}.lab.${region}.rds.amazonaws.com`, Port: 5432 } };
}

function propertyMembers(instance: DatabaseInstance): Partial<DBInstance> {
  const { instanceClass, subnetGroup, parameterGroup, kmsKeyId, isDeletionProtected } = instance.properties;
  const { takesIamLogins, storageGib, maxStorageGib } = instance.properties;
  return {
    DBInstanceClass: instanceClass,
    DBSubnetGroup: { DBSubnetGroupName: subnetGroup, SubnetGroupStatus: "Complete" },
    DBParameterGroups: [{ DBParameterGroupName: parameterGroup, ParameterApplyStatus: parameterApplyStatus(instance) }],
    PubliclyAccessible: false,
    DeletionProtection: isDeletionProtected,
    IAMDatabaseAuthenticationEnabled: takesIamLogins,
    AllocatedStorage: storageGib,
    ...(maxStorageGib !== null && { MaxAllocatedStorage: maxStorageGib }),
    StorageEncrypted: kmsKeyId !== null,
    ...(kmsKeyId !== null && { KmsKeyId: kmsKeyId }),
  };
}

function pendingValues({ pending }: DatabaseInstance) {
  return {
    ...(pending.multiAz === undefined ? {} : { MultiAZ: pending.multiAz }),
    ...(pending.backupRetentionDays === undefined ? {} : { BackupRetentionPeriod: pending.backupRetentionDays }),
    ...(pending.id === undefined ? {} : { DBInstanceIdentifier: pending.id }),
  };
}

/** Replicas and sources in other Regions are named by their ARNs. [doc] */
function replicationMembers(instance: DatabaseInstance, nowMs: number, errorAfterMs: number): Partial<DBInstance> {
  const { replication } = instance;
  const replicas = instance.replicas.filter((replica) => replica.replication?.source === instance);
  const ReadReplicaDBInstanceIdentifiers = replicas.map((replica) => replica.arn);
  if (!replication) return { ReadReplicaDBInstanceIdentifiers };
  return {
    ReadReplicaDBInstanceIdentifiers,
    ReadReplicaSourceDBInstanceIdentifier: replication.source.arn,
    ...(instance.isUp && { StatusInfos: [{ ...replicationStatus(replication, nowMs, errorAfterMs) }] }),
  };
}
