/**
 * Takes a stale instance out of the way of its own name, one act per call: remember its settings, tag it, rename it into
 * quarantine. It may hold writes that nobody else has, so it is never deleted; the tags say which move set it aside and
 * until when it is kept.
 */
import {
  AddTagsToResourceCommand,
  type DBInstance,
  ModifyDBInstanceCommand,
  type RDSClient,
} from "@aws-sdk/client-rds";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import { instanceAt, quarantineName, type RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import type { Side } from "../../orchestrator/workflow";
import { failedAs } from "../aws/failures";
import { blocked, type HandContext, pending } from "./hand";
import { rememberSettings } from "./instance-memory";
import { acceptedNow, isStuck, statusOf } from "./rds-instance";

/** As the runbook spells them. */
const EPOCH_TAG = "baton:epoch";
const KEEP_UNTIL_TAG = "baton:keep-until";
const DAY_MS = 86_400_000;

export interface Stale {
  readonly rds: RDSClient;
  readonly replica: RdsReadReplica;
  readonly side: Side;
  readonly instance: DBInstance;
  readonly context: HandContext;
}

export async function setAside(stale: Stale): Promise<ConvergeResult> {
  const { replica, side, instance, context } = stale;
  const name = instanceAt(replica, side.role).instanceId;
  const settings = await rememberSettings(replica, side, instance, context);
  if (settings === null) {
    return blocked(`Nobody remembers the security groups of ${name}: put them back by hand, its successor needs them.`);
  }
  if (statusOf(instance) === "renaming") return pending(`${name} is being renamed.`);
  if (isStuck(instance))
    return blocked(`${name} is ${statusOf(instance)} and cannot be set aside; start or mend it first.`);
  if (statusOf(instance) !== "available") return pending(`${name} is stale and ${statusOf(instance)}.`);
  if (!isTagged(instance, context.epoch)) return tag(stale, name);
  return rename(stale, name);
}

function isTagged({ TagList = [] }: DBInstance, epoch: number): boolean {
  const hasEpoch = TagList.some(({ Key, Value }) => Key === EPOCH_TAG && Value === String(epoch));
  return hasEpoch && TagList.some(({ Key }) => Key === KEEP_UNTIL_TAG);
}

async function tag({ rds, instance, context }: Stale, name: string): Promise<ConvergeResult> {
  const { epoch, runtime } = context;
  const keptMs = runtime.plan.failback.quarantineRetentionDays * DAY_MS;
  const keepUntil = new Date(runtime.clock.now() + keptMs).toISOString().slice(0, 10);
  const Tags = [
    { Key: EPOCH_TAG, Value: String(epoch) },
    { Key: KEEP_UNTIL_TAG, Value: keepUntil },
  ];
  await rds.send(new AddTagsToResourceCommand({ ResourceName: instance.DBInstanceArn, Tags }));
  return pending(`${name} is stale; tagged to be kept until ${keepUntil}.`);
}

/** Into the quarantine group with the same call: a stale writer that was never fenced must not write on under its new name. */
async function rename({ rds, replica, side, context }: Stale, name: string): Promise<ConvergeResult> {
  const newName = quarantineName(name, context.epoch);
  const command = new ModifyDBInstanceCommand({
    DBInstanceIdentifier: name,
    NewDBInstanceIdentifier: newName,
    VpcSecurityGroupIds: [instanceAt(replica, side.role).quarantineSecurityGroupId],
    ApplyImmediately: true,
  });
  try {
    const wasAccepted = await acceptedNow(rds.send(command));
    return pending(wasAccepted ? `${name} is renamed to ${newName}.` : `${name} cannot be renamed yet.`);
  } catch (error) {
    if (!failedAs(error, "DBInstanceAlreadyExistsFault", "DBInstanceAlreadyExists")) throw error;
    return blocked(`${name} cannot be set aside: there is a ${newName} already.`);
  }
}
