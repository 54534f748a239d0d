/**
 * Gives a new replica the parameter group of the instance that it replaces. Most engines take none while a replica is created
 * across Regions: it comes with the engine's default, and then a PostgreSQL replica may be unable to replay what its source
 * writes. The name of the group changes at once, the parameters with a reboot, which nobody minds before customers come.
 */
import { type DBInstance, ModifyDBInstanceCommand, type RDSClient, RebootDBInstanceCommand } from "@aws-sdk/client-rds";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import { describeFailure, failedAs } from "../aws/failures";
import { blocked, pending } from "./hand";
import { acceptedNow } from "./rds-instance";

/** Engines whose replicas may be created across Regions with a parameter group; AWS refuses it for every other (RDS API). */
const TAKES_GROUP_AT_CREATION = /^(mysql$|oracle-|db2-)/;

export function takesGroupAtCreation({ Engine = "" }: DBInstance): boolean {
  return TAKES_GROUP_AT_CREATION.test(Engine);
}

/** The one of its engine's version that an instance gets when nobody says another; it cannot be changed. */
export function isDefaultGroup(name: string): boolean {
  return name.startsWith("default.");
}

export interface NewReplica {
  readonly rds: RDSClient;
  readonly instance: DBInstance;
  readonly name: string;
  /** Parameter group of the instance that it replaces; null: nobody remembers one. */
  readonly remembered: string | null;
}

/** Null where its parameters are in effect. A group that somebody has given to the replica meanwhile is left to it. */
export async function giveParameters(replica: NewReplica): Promise<ConvergeResult | null> {
  const { instance, name, remembered } = replica;
  const [group] = instance.DBParameterGroups ?? [];
  const has = group?.DBParameterGroupName ?? "default.";
  if (remembered !== null && !isDefaultGroup(remembered) && isDefaultGroup(has)) return attach(replica, remembered);
  const status = group?.ParameterApplyStatus ?? "in-sync";
  if (status === "in-sync") return null;
  if (status === "applying") return pending(`The replica ${name} is getting the parameters of ${has}.`);
  if (status === "pending-reboot") return reboot(replica, has);
  return blocked(
    `The parameters of ${has} are ${status} on the replica ${name}; waiting will not help: mend the group.`,
  );
}

async function attach({ rds, name }: NewReplica, group: string): Promise<ConvergeResult> {
  const command = new ModifyDBInstanceCommand({
    DBInstanceIdentifier: name,
    DBParameterGroupName: group,
    ApplyImmediately: true,
  });
  try {
    const wasAccepted = await acceptedNow(rds.send(command));
    return pending(
      `The replica ${name} ${wasAccepted ? "is getting" : "cannot get yet"} its parameter group ${group}.`,
    );
  } catch (error) {
    if (!isWrongGroup(error)) throw error;
    const wanted = `give it a group of your own for its engine's version by hand, or make ${group} fit`;
    return blocked(
      `RDS refuses the replica ${name} its parameter group ${group} (${describeFailure(error)}): ${wanted}.`,
    );
  }
}

/** Gone, or of another version of the engine. */
function isWrongGroup(error: unknown): boolean {
  return failedAs(error, "DBParameterGroupNotFoundFault", "DBParameterGroupNotFound", "InvalidParameterCombination");
}

async function reboot({ rds, name }: NewReplica, group: string): Promise<ConvergeResult> {
  const wasAccepted = await acceptedNow(rds.send(new RebootDBInstanceCommand({ DBInstanceIdentifier: name })));
  return pending(
    `The replica ${name} ${wasAccepted ? "reboots" : "cannot reboot yet"}, for the parameters of ${group}.`,
  );
}
