/**
 * Lets the active writer go again when a planned move is abandoned: its own security groups come back. Judged by the state
 * of the instance, not by what this run did, so that a run that was aborted half-way is cleaned up by the next one.
 */
import { type DBInstance, ModifyDBInstanceCommand, RDSClient } from "@aws-sdk/client-rds";
import { instanceAt, type RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import { at, clientAt } from "./client-at";
import { blocked, done, type Hand, pending } from "./hand";
import { readSettings } from "./instance-memory";
import { acceptedNow, describeInstance, statusOf } from "./rds-instance";

export const unfreezeWriter: Hand<RdsReadReplica> = async (replica, context) => {
  const { source, active, freezes } = context;
  const part = instanceAt(replica, source.role);
  const name = part.instanceId;
  if (active !== source.role) return blocked(`${name} does not hold the baton any more and stays in quarantine.`);
  if (!(await freezes.thaw(replica.id))) return blocked(`${name} stays frozen: its replica is being promoted.`);
  const rds = clientAt(at(context, source), RDSClient);
  const instance = await describeInstance(rds, name);
  if (instance === null) return blocked(`There is no writer ${name}.`);
  if (!groupIdsOf(instance).includes(part.quarantineSecurityGroupId)) {
    return done(`${name} lets its own clients in.`);
  }
  const wanted = (await readSettings(replica, source, context))?.securityGroupIds;
  if (wanted === undefined) return blocked(`Nobody remembers the security groups of ${name}: put them back by hand.`);
  if (isComing(instance, wanted)) return pending(`${name} is getting ${wanted.join(", ")} back.`);
  return giveBack(rds, instance, name, wanted);
};

async function giveBack(rds: RDSClient, instance: DBInstance, name: string, wanted: readonly string[]) {
  const command = new ModifyDBInstanceCommand({
    DBInstanceIdentifier: name,
    VpcSecurityGroupIds: [...wanted],
    ApplyImmediately: true,
  });
  const wasAccepted = await acceptedNow(rds.send(command));
  if (!wasAccepted) return pending(`${name} is ${statusOf(instance)} and cannot change groups yet.`);
  return pending(`${name} is getting ${wanted.join(", ")} back.`);
}

function groupIdsOf({ VpcSecurityGroups = [] }: DBInstance): readonly string[] {
  return VpcSecurityGroups.flatMap(({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? []);
}

/** Asked for before: every group that stays is wanted, and none is missing. */
function isComing({ VpcSecurityGroups = [] }: DBInstance, wanted: readonly string[]): boolean {
  const staying = VpcSecurityGroups.filter(({ Status }) => Status !== "removing");
  const ids = staying.map(({ VpcSecurityGroupId }) => VpcSecurityGroupId);
  return ids.length === wanted.length && wanted.every((id) => ids.includes(id));
}
