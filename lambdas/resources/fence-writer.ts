/**
 * Makes the old database writer unable to write: a security group that lets nobody in, and a reboot, because connections
 * that are open survive a change of groups (aws-facts: RDS). FENCED means that both were seen to have happened.
 */
import { type DBInstance, ModifyDBInstanceCommand, RDSClient, RebootDBInstanceCommand } from "@aws-sdk/client-rds";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import type { RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import { REMOTE_BUDGET } from "../runtime/budgets";
import { done, type Hand, pending } from "./hand";
import { describeInstance, isRefusedForNow, isReplica, statusOf } from "./rds-instance";

/**
 * Where the reboot stands, carried from call to call as facts: RDS does not tell afterwards that an instance was rebooted.
 * `rebootAskedAtMs` is there once it was asked for.
 */
type RebootStage = "asked" | "seen";

/** Available for so long after it was asked to reboot: it did so unseen, between two looks. Only one that is seen counts. */
const REBOOT_MISSED_AFTER_MS = 120_000;

export const fenceWriter: Hand<RdsReadReplica> = async (replica, { runtime, previous }) => {
  const rds = runtime.clients.get(RDSClient, runtime.plan.regions.primary, REMOTE_BUDGET);
  const name = replica.primaryInstanceId;
  const instance = await describeInstance(rds, name);
  if (instance === null) return fenced(`There is no ${name} any more.`);
  if (statusOf(instance) === "stopped") return fenced(`${name} is stopped.`);
  if (isReplica(instance)) return fenced(`${name} is a read replica and takes no writes.`);
  if (!isNamedForQuarantine(instance, replica)) return swapGroup(rds, replica, instance);
  if (!isQuarantineActive(instance)) return pending(`${name} is moving into the quarantine group.`);
  return reboot(rds, instance, previous?.facts ?? {}, runtime.clock.now());
};

function fenced(detail: string): ConvergeResult {
  return done(detail, { verdict: "FENCED" });
}

/** Groups on their way out are still listed while the swap goes on; asking again would only start it anew. */
function isNamedForQuarantine({ VpcSecurityGroups = [] }: DBInstance, replica: RdsReadReplica): boolean {
  const staying = VpcSecurityGroups.filter(({ Status }) => Status !== "removing");
  return staying.length > 0 && staying.every((group) => group.VpcSecurityGroupId === replica.quarantineSecurityGroupId);
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
  facts: NonNullable<ConvergeResult["facts"]>,
  nowMs: number,
): Promise<ConvergeResult> {
  const name = instance.DBInstanceIdentifier ?? "";
  const status = statusOf(instance);
  const stage = (facts.reboot ?? null) as RebootStage | null;
  if (status === "rebooting") return pending(`${name} is in quarantine and rebooting.`, { reboot: "seen" });
  if (stage === "seen" && status === "available") return fenced(`${name} is in quarantine and was rebooted.`);
  if (stage !== null && nowMs - Number(facts.rebootAskedAtMs ?? nowMs) < REBOOT_MISSED_AFTER_MS) {
    return pending(`${name} is in quarantine; waiting for its reboot.`, facts);
  }
  const wasAccepted = await acceptedNow(rds.send(new RebootDBInstanceCommand({ DBInstanceIdentifier: name })));
  if (!wasAccepted) return pending(`${name} is in quarantine, ${status}, and cannot reboot yet.`);
  return pending(`${name} is in quarantine; its reboot is requested.`, { reboot: "asked", rebootAskedAtMs: nowMs });
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
