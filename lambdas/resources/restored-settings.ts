/** What promotion resets, and the request that gives it back. */
import { type DBInstance, ModifyDBInstanceCommand, type RDSClient } from "@aws-sdk/client-rds";
import type { RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";

export interface MissingSettings {
  readonly MultiAZ?: boolean;
  readonly BackupRetentionPeriod?: number;
}

/** What differs from the plan and is not already on its way. */
export function missingSettings(wanted: RdsReadReplica["afterPromotion"], instance: DBInstance): MissingSettings {
  const coming = instance.PendingModifiedValues;
  const hasMultiAz = (coming?.MultiAZ ?? instance.MultiAZ ?? false) || !wanted.multiAz;
  const backupDays = coming?.BackupRetentionPeriod ?? instance.BackupRetentionPeriod;
  return {
    ...(!hasMultiAz && { MultiAZ: true }),
    ...(backupDays !== wanted.backupRetentionDays && { BackupRetentionPeriod: wanted.backupRetentionDays }),
  };
}

/** Throws what AWS refuses: an instance that is backing up takes no change. */
export async function requestSettings(rds: RDSClient, name: string, missing: MissingSettings): Promise<void> {
  await rds.send(new ModifyDBInstanceCommand({ DBInstanceIdentifier: name, ApplyImmediately: true, ...missing }));
}
