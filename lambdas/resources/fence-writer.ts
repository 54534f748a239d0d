/**
 * Makes the old database writer unable to write: a security group that lets nobody in, and a reboot, because connections
 * that are open survive a change of groups (aws-facts: RDS). FENCED means that both were seen to have happened.
 */
import { type DBInstance, ModifyDBInstanceCommand, RDSClient, RebootDBInstanceCommand } from "@aws-sdk/client-rds";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import type { RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import { REMOTE_BUDGET } from "../runtime/budgets";
import { done, type Hand, pending } from "./hand";
import { describeInstance, isRefusedForNow, statusOf } from "./rds-instance";

/** Where the reboot stands, carried from call to call: RDS does not tell afterwards that an instance was rebooted. */
type RebootStage = "asked" | "seen";

export const fenceWriter: Hand<RdsReadReplica> = async (replica, { runtime, previous }) => {
  const rds = runtime.clients.get(RDSClient, runtime.plan.regions.primary, REMOTE_BUDGET);
  const name = replica.primaryInstanceId;
  const instance = await describeInstance(rds, name);
  if (instance === null) return fenced(`There is no ${name} any more.`);
  if (statusOf(instance) === "stopped") return fenced(`${name} is stopped.`);
  if (!isNamedForQuarantine(instance, replica)) return swapGroup(rds, replica, instance);
  if (!isQuarantineActive(instance)) return pending(`${name} is moving into the quarantine group.`);
  return reboot(rds, instance, name, (previous?.facts?.reboot ?? null) as RebootStage | null);
};

function fenced(detail: string): ConvergeResult {
  return done(detail, { verdict: "FENCED" });
}

function isNamedForQuarantine({ VpcSecurityGroups = [] }: DBInstance, replica: RdsReadReplica): boolean {
  return (
    VpcSecurityGroups.length > 0 &&
    VpcSecurityGroups.every((group) => group.VpcSecurityGroupId === replica.quarantineSecurityGroupId)
  );
}

function isQuarantineActive({ VpcSecurityGroups = [] }: DBInstance): boolean {
  return VpcSecurityGroups.every((group) => group.Status === "active");
}

async function swapGroup(rds: RDSClient, replica: RdsReadReplica, instance: DBInstance): Promise<ConvergeResult> {
  const { primaryInstanceId, quarantineSecurityGroupId } = replica;
  const command = new ModifyDBInstanceCommand({
    DBInstanceIdentifier: primaryInstanceId,
    VpcSecurityGroupIds: [quarantineSecurityGroupId],
    ApplyImmediately: true,
  });
  const wasAccepted = await acceptedNow(rds.send(command));
  if (!wasAccepted) return pending(`${primaryInstanceId} is ${statusOf(instance)} and cannot change groups yet.`);
  return pending(`${primaryInstanceId} is moving into the quarantine group.`);
}

/** An instance that was asked to reboot is described as available for a moment: only having seen it reboot counts. */
async function reboot(
  rds: RDSClient,
  instance: DBInstance,
  name: string,
  stage: RebootStage | null,
): Promise<ConvergeResult> {
  const status = statusOf(instance);
  if (status === "rebooting") return pending(`${name} is in quarantine and rebooting.`, { reboot: "seen" });
  if (stage === "seen" && status === "available") return fenced(`${name} is in quarantine and was rebooted.`);
  if (stage !== null) return pending(`${name} is in quarantine; waiting for its reboot.`, { reboot: stage });
  const wasAccepted = await acceptedNow(rds.send(new RebootDBInstanceCommand({ DBInstanceIdentifier: name })));
  if (!wasAccepted) return pending(`${name} is in quarantine, ${status}, and cannot reboot yet.`);
  return pending(`${name} is in quarantine; its reboot is requested.`, { reboot: "asked" });
}

async function acceptedNow(request: Promise<unknown>): Promise<boolean> {
  try {
    await request;
    return true;
  } catch (error) {
    if (isRefusedForNow(error)) return false;
    throw error;
  }
}
