/**
 * Promotes a read replica to writer.
 *
 * Done means that it takes writes: promoted, and available. What promotion resets is asked for and not waited for: backup
 * retention goes with the promotion itself, Multi-AZ is a modification afterwards whose conversion may take an hour while
 * the instance serves.
 */
import { type DBInstance, ModifyDBInstanceCommand, PromoteReadReplicaCommand, RDSClient } from "@aws-sdk/client-rds";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import { instanceAt, type RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import { describeFailure } from "../aws/failures";
import { at, clientAt } from "./client-at";
import { blocked, done, type Hand, type HandContext, pending } from "./hand";
import { describeInstance, isRefusedForNow, isReplica, isServing, isStuck, statusOf } from "./rds-instance";

export const promoteReplica: Hand<RdsReadReplica> = async (replica, context) => {
  const { target } = context;
  const rds = clientAt(at(context, target), RDSClient);
  const name = instanceAt(replica, target.role).instanceId;
  const instance = await describeInstance(rds, name);
  if (instance === null) return blocked(`There is no instance ${name} to promote.`);
  if (isStuck(instance)) return blocked(`${name} is ${statusOf(instance)}; waiting will not help.`);
  const promoting = { rds, replica, instance, name };
  if (isReplica(instance)) return promote(promoting, context);
  if (!isServing(instance)) return pending(`${name} is being promoted: ${statusOf(instance)}.`);
  return restoreSettings(promoting);
};

interface Promoting {
  readonly rds: RDSClient;
  readonly replica: RdsReadReplica;
  readonly instance: DBInstance;
  readonly name: string;
}

/** `backing-up` and `modifying` are waited out: AWS refuses to promote then (aws-facts: RDS). */
async function promote({ rds, replica, instance, name }: Promoting, context: HandContext): Promise<ConvergeResult> {
  const status = statusOf(instance);
  if (status !== "available" && status !== "storage-optimization")
    return pending(`${name} is a replica and ${status}.`);
  if (!(await mayPromote(replica, context))) {
    return blocked(`${name} is not promoted: this run has not seen it drained, and writes could be lost.`);
  }
  try {
    await rds.send(
      new PromoteReadReplicaCommand({
        DBInstanceIdentifier: name,
        BackupRetentionPeriod: replica.afterPromotion.backupRetentionDays,
      }),
    );
    return pending(`Promotion of ${name} is requested.`);
  } catch (error) {
    // A promotion that was asked for a moment ago may still be described as an available replica.
    if (isRefusedForNow(error)) return pending(`${name} cannot be promoted at this moment; asking again.`);
    throw error;
  }
}

/** A failover takes what has arrived; a planned move only what has been proven to be all. */
async function mayPromote({ id }: RdsReadReplica, { workflow, freezes }: HandContext): Promise<boolean> {
  return workflow === "failover" || freezes.promoting(id);
}

/** A writer without its second zone serves; a customer must not wait for it. So a refusal is told and does not stop the run. */
async function restoreSettings({ rds, replica, instance, name }: Promoting): Promise<ConvergeResult> {
  const missing = missingSettings(replica.afterPromotion, instance);
  if (Object.keys(missing).length === 0) return done(`${name} is promoted and takes writes.`);
  try {
    const modify = { DBInstanceIdentifier: name, ApplyImmediately: true, ...missing };
    await rds.send(new ModifyDBInstanceCommand(modify));
    const asked = Object.keys(missing).join(" and ");
    return done(`${name} is promoted and takes writes; ${asked} requested again.`, {
      settingsRequested: true,
    });
  } catch (error) {
    const what = JSON.stringify(missing);
    return done(
      `${name} is promoted and takes writes, but ${what} was refused (${describeFailure(error)}): set it by hand.`,
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
