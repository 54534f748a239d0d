/**
 * Gives a Region a replica of the active writer under the name that the plan has for it: whatever stale instance has that
 * name is set aside, and a cross-Region replica is created with the old one's settings. It is ready once it has the old
 * one's parameters, too: those mostly cannot be given with the creation.
 *
 * What it finds decides what it does, so it may be called from any point any number of times: a replica of the writer is
 * waited for, any other instance is set aside, a free name is filled. An instance of the Region that holds the baton is
 * never touched.
 */
import { type DBInstance, RDSClient } from "@aws-sdk/client-rds";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import { instanceAt, quarantineName, type RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import type { Side } from "../../orchestrator/workflow";
import { failedAs } from "../aws/failures";
import { at, clientAt } from "./client-at";
import { blocked, done, type Hand, type HandContext, pending } from "./hand";
import { readSettings } from "./instance-memory";
import { giveParameters } from "./parameter-group";
import {
  acceptedNow,
  describeInstance,
  isReplica,
  isReplicaOf,
  isReplicating,
  isStuck,
  statusOf,
} from "./rds-instance";
import { creationOf } from "./replica-creation";
import { setAside } from "./set-aside";

/** Before the move: the target gets a replica of what serves at the source. Whether it keeps up is judged afterwards. */
export const rebuildReplica: Hand<RdsReadReplica> = (replica, context) =>
  makeReplica(replica, context, { side: context.target, writerSide: context.source, mustReplicate: false });

/** After the move: the Region that was left gets a replica of what serves now, and must be able to take over. */
export const protectReplica: Hand<RdsReadReplica> = (replica, context) =>
  makeReplica(replica, context, { side: context.source, writerSide: context.target, mustReplicate: true });

interface Direction {
  readonly side: Side;
  readonly writerSide: Side;
  readonly mustReplicate: boolean;
}

async function makeReplica(
  replica: RdsReadReplica,
  context: HandContext,
  direction: Direction,
): Promise<ConvergeResult> {
  const { side, writerSide } = direction;
  const name = instanceAt(replica, side.role).instanceId;
  if (context.active === side.role) return blocked(`${name} is in the Region that serves; it is not touched.`);
  const writerName = instanceAt(replica, writerSide.role).instanceId;
  const writer = await describeInstance(clientAt(at(context, writerSide), RDSClient), writerName);
  if (writer === null) return blocked(`There is no writer ${writerName} to replicate from.`);
  if (isReplica(writer)) return blocked(`${writerName} is a replica itself; there is no writer to replicate from.`);
  const rds = clientAt(at(context, side), RDSClient);
  const instance = await describeInstance(rds, name);
  if (instance === null) return create({ rds, replica, side, writer, context, name });
  if (!isReplicaOf(instance, writer)) return setAside({ rds, replica, side, instance, context });
  const up = isUp(instance, name);
  if (up.status !== "done") return up;
  const remembered = (await readSettings(replica, side, context))?.parameterGroupName ?? null;
  const unfinished = await giveParameters({ rds, instance, name, remembered });
  return unfinished ?? judgeStream(up, instance, name, direction);
}

/** Not before it could be promoted: AWS refuses that while it is still being backed up (aws-facts: RDS). */
function isUp(instance: DBInstance, name: string): ConvergeResult {
  const status = statusOf(instance);
  if (status === "failed") return blocked(`The new replica ${name} is failed: delete it, it holds nothing of its own.`);
  if (isStuck(instance)) return blocked(`The new replica ${name} is ${status}; waiting will not help.`);
  if (status !== "available" && status !== "storage-optimization") return pending(`The replica ${name} is ${status}.`);
  return done(`${name} is a replica of the active writer, and ${status}.`);
}

function judgeStream(
  up: ConvergeResult,
  instance: DBInstance,
  name: string,
  { mustReplicate }: Direction,
): ConvergeResult {
  if (!mustReplicate || isReplicating(instance)) return up;
  return pending(`The replica ${name} is ${statusOf(instance)}; its replication does not run yet.`);
}

interface Creation {
  readonly rds: RDSClient;
  readonly replica: RdsReadReplica;
  readonly side: Side;
  readonly writer: DBInstance;
  readonly context: HandContext;
  readonly name: string;
}

async function create(creation: Creation): Promise<ConvergeResult> {
  const { rds, replica, side, writer, context, name } = creation;
  const settings = await readSettings(replica, side, context);
  if (settings === null)
    return blocked(`There is no ${name}, and nobody remembers how it was made: create the replica by hand.`);
  if (hasNoBackups(writer)) {
    return blocked(
      `${writer.DBInstanceIdentifier} keeps no backups, which a cross-Region replica needs: switch them on.`,
    );
  }
  try {
    const wasAccepted = await acceptedNow(rds.send(creationOf(name, writer, settings)));
    if (!wasAccepted)
      return pending(`${name} cannot be created yet: ${writer.DBInstanceIdentifier} is ${statusOf(writer)}.`);
    const facts = { createdIn: side.region, keptAs: await nameOfStaleCopy(rds, name, context.epoch) };
    return pending(`${name} is being created as a replica of ${writer.DBInstanceIdentifier}.`, facts);
  } catch (error) {
    // Asked for before, or the stale one is still on its way to another name.
    if (failedAs(error, "DBInstanceAlreadyExistsFault", "DBInstanceAlreadyExists"))
      return pending(`${name} is appearing.`);
    throw error;
  }
}

/** Null where there was nothing to set aside. */
async function nameOfStaleCopy(rds: RDSClient, name: string, epoch: number): Promise<string | null> {
  const stale = quarantineName(name, epoch);
  return (await describeInstance(rds, stale)) === null ? null : stale;
}

/** Backups that were just switched on count: promotion asks for them with itself. */
function hasNoBackups({ BackupRetentionPeriod, PendingModifiedValues }: DBInstance): boolean {
  return (PendingModifiedValues?.BackupRetentionPeriod ?? BackupRetentionPeriod) === 0;
}
