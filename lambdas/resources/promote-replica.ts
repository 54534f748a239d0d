/**
 * Promotes a read replica to writer.
 *
 * Done means that it takes writes: promoted, and available. What promotion resets is asked for and not waited for: backup
 * retention goes with the promotion itself, Multi-AZ is a modification afterwards whose conversion may take an hour while
 * the instance serves.
 */
import { type DBInstance, ModifyDBInstanceCommand, PromoteReadReplicaCommand, RDSClient } from "@aws-sdk/client-rds";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import type { RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import { describeFailure } from "../aws/failures";
import { blocked, done, type Hand, pending } from "./hand";
import { describeInstance, isRefusedForNow, isReplica, isServing, isStuck, statusOf } from "./rds-instance";

export const promoteReplica: Hand<RdsReadReplica> = async (replica, { runtime }) => {
  const rds = runtime.clients.get(RDSClient, runtime.plan.regions.standby);
  const instance = await describeInstance(rds, replica.standbyInstanceId);
  if (instance === null) return blocked(`There is no instance ${replica.standbyInstanceId} to promote.`);
  if (isStuck(instance))
    return blocked(`${replica.standbyInstanceId} is ${statusOf(instance)}; waiting will not help.`);
  if (isReplica(instance)) return promote(rds, replica, instance);
  if (!isServing(instance)) return pending(`${replica.standbyInstanceId} is being promoted: ${statusOf(instance)}.`);
  return restoreSettings(rds, replica, instance);
};

/** `backing-up` and `modifying` are waited out: AWS refuses to promote then (aws-facts: RDS). */
async function promote(rds: RDSClient, replica: RdsReadReplica, instance: DBInstance): Promise<ConvergeResult> {
  const { standbyInstanceId, afterPromotion } = replica;
  const status = statusOf(instance);
  if (status !== "available" && status !== "storage-optimization") {
    return pending(`${standbyInstanceId} is a replica and ${status}.`);
  }
  try {
    await rds.send(
      new PromoteReadReplicaCommand({
        DBInstanceIdentifier: standbyInstanceId,
        BackupRetentionPeriod: afterPromotion.backupRetentionDays,
      }),
    );
    return pending(`Promotion of ${standbyInstanceId} is requested.`);
  } catch (error) {
    // A promotion that was asked for a moment ago may still be described as an available replica.
    if (isRefusedForNow(error)) return pending(`${standbyInstanceId} cannot be promoted at this moment; asking again.`);
    throw error;
  }
}

/** A writer without its second zone serves; a customer must not wait for it. So a refusal is told and does not stop the run. */
async function restoreSettings(rds: RDSClient, replica: RdsReadReplica, instance: DBInstance): Promise<ConvergeResult> {
  const { standbyInstanceId, afterPromotion } = replica;
  const missing = missingSettings(afterPromotion, instance);
  if (Object.keys(missing).length === 0) return done(`${standbyInstanceId} is promoted and takes writes.`);
  try {
    const modify = { DBInstanceIdentifier: standbyInstanceId, ApplyImmediately: true, ...missing };
    await rds.send(new ModifyDBInstanceCommand(modify));
    const asked = Object.keys(missing).join(" and ");
    return done(`${standbyInstanceId} is promoted and takes writes; ${asked} requested again.`, {
      settingsRequested: true,
    });
  } catch (error) {
    const what = JSON.stringify(missing);
    return done(
      `${standbyInstanceId} is promoted and takes writes, but ${what} was refused (${describeFailure(error)}): set it by hand.`,
      { settingsRequested: false },
    );
  }
}

interface Settings {
  readonly MultiAZ?: boolean;
  readonly BackupRetentionPeriod?: number;
}

/** What differs from the plan and is not already on its way. */
function missingSettings(wanted: RdsReadReplica["afterPromotion"], instance: DBInstance): Settings {
  const coming = instance.PendingModifiedValues;
  const hasMultiAz = (coming?.MultiAZ ?? instance.MultiAZ ?? false) || !wanted.multiAz;
  const backupDays = coming?.BackupRetentionPeriod ?? instance.BackupRetentionPeriod;
  return {
    ...(!hasMultiAz && { MultiAZ: true }),
    ...(backupDays !== wanted.backupRetentionDays && { BackupRetentionPeriod: wanted.backupRetentionDays }),
  };
}
