/** A database instance as `DescribeDBInstances` shows it. */
import type { DBInstance } from "@aws-sdk/client-rds";
import type { DatabaseInstance } from "./database-instance";
import { replicationStatus } from "./replication-health";

export function describeInstance(instance: DatabaseInstance, nowMs: number, errorAfterMs: number): DBInstance {
  return {
    DBInstanceIdentifier: instance.id,
    DBInstanceArn: instance.arn,
    DBInstanceStatus: instance.status,
    Engine: "postgres",
    Endpoint: { Address: `${instance.id}.lab.${instance.region}.rds.amazonaws.com`, Port: 5432 },
    MultiAZ: instance.multiAz,
    BackupRetentionPeriod: instance.backupRetentionDays,
    VpcSecurityGroups: instance.securityGroups
      .list()
      .map(({ id, status }) => ({ VpcSecurityGroupId: id, Status: status })),
    PendingModifiedValues: pendingValues(instance),
    ...replicationMembers(instance, nowMs, errorAfterMs),
  };
}

function pendingValues({ pending }: DatabaseInstance) {
  return {
    ...(pending.multiAz === undefined ? {} : { MultiAZ: pending.multiAz }),
    ...(pending.backupRetentionDays === undefined ? {} : { BackupRetentionPeriod: pending.backupRetentionDays }),
  };
}

function replicationMembers(instance: DatabaseInstance, nowMs: number, errorAfterMs: number): Partial<DBInstance> {
  const { replication } = instance;
  const replicas = instance.replicas.filter((replica) => replica.replication?.source === instance);
  const ReadReplicaDBInstanceIdentifiers = replicas.map((replica) => replica.arn);
  if (!replication) return { ReadReplicaDBInstanceIdentifiers };
  return {
    ReadReplicaDBInstanceIdentifiers,
    ReadReplicaSourceDBInstanceIdentifier: replication.source.arn,
    StatusInfos: [{ ...replicationStatus(replication, nowMs, errorAfterMs) }],
  };
}
