/**
 * Makes one database instance unable to write: a security group that lets nobody in, and a reboot, because connections that
 * are open survive a change of groups (aws-facts: RDS). FENCED means that both were seen to have happened.
 */
import { type DBInstance, ModifyDBInstanceCommand, type RDSClient, RebootDBInstanceCommand } from "@aws-sdk/client-rds";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import type { InstancePart } from "../../orchestrator/resources/rds-read-replica";
import { done, pending, pendingBriefly } from "./hand";
import { acceptedNow, statusOf } from "./rds-instance";

/**
 * Where the reboot stands, carried from call to call as facts: RDS does not tell afterwards that an instance was rebooted.
 * `rebootAskedAtMs` is there once it was asked for.
 */
type RebootStage = "asked" | "seen";

/** Available for so long after it was asked to reboot: it did so unseen, between two looks. Only one that is seen counts. */
const REBOOT_MISSED_AFTER_MS = 120_000;
/** A reboot takes half a minute and more, and a loop over dozens of databases looks at each about once a minute. */
const REBOOT_LOOK_SECONDS = 10;
const REBOOT_SHOWS_WITHIN_MS = 30_000;

export interface Quarantining {
  readonly rds: RDSClient;
  readonly part: InstancePart;
  readonly instance: DBInstance;
  readonly previous: ConvergeResult | null;
  readonly nowMs: number;
}

export async function quarantine(quarantining: Quarantining): Promise<ConvergeResult> {
  const { part, instance } = quarantining;
  if (!isNamedForQuarantine(instance, part)) return swapGroup(quarantining);
  if (!isQuarantined(instance, part)) return pending(`${part.instanceId} is moving into the quarantine group.`);
  return reboot(quarantining);
}

export function fenced(detail: string): ConvergeResult {
  return done(detail, { verdict: "FENCED" });
}

/** Whether the quarantine group is the only one, and in force. */
export function isQuarantined(instance: DBInstance, part: InstancePart): boolean {
  const { VpcSecurityGroups = [] } = instance;
  return isNamedForQuarantine(instance, part) && VpcSecurityGroups.every(({ Status }) => Status === "active");
}

/** Asked for, at least: groups that are being removed do not count, or every look would ask again. */
function isNamedForQuarantine({ VpcSecurityGroups = [] }: DBInstance, part: InstancePart): boolean {
  const staying = VpcSecurityGroups.filter(({ Status }) => Status !== "removing");
  return (
    staying.length > 0 &&
    staying.every(({ VpcSecurityGroupId }) => VpcSecurityGroupId === part.quarantineSecurityGroupId)
  );
}

async function swapGroup({ rds, part, instance }: Quarantining): Promise<ConvergeResult> {
  const { instanceId, quarantineSecurityGroupId } = part;
  const command = new ModifyDBInstanceCommand({
    DBInstanceIdentifier: instanceId,
    VpcSecurityGroupIds: [quarantineSecurityGroupId],
    ApplyImmediately: true,
  });
  const wasAccepted = await acceptedNow(rds.send(command));
  if (!wasAccepted) return pending(`${instanceId} is ${statusOf(instance)} and cannot change groups yet.`);
  return pending(`${instanceId} is moving into the quarantine group.`);
}

/** An instance that was asked to reboot is described as available for a moment: only having seen it reboot counts. */
async function reboot({ rds, part, instance, previous, nowMs }: Quarantining): Promise<ConvergeResult> {
  const facts = previous?.facts ?? {};
  const stage = (facts.reboot ?? null) as RebootStage | null;
  const name = part.instanceId;
  const status = statusOf(instance);
  if (status === "rebooting") return pending(`${name} is in quarantine and rebooting.`, { reboot: "seen" });
  if (stage === "seen" && status === "available") return fenced(`${name} is in quarantine and was rebooted.`);
  const askedAgoMs = nowMs - Number(facts.rebootAskedAtMs ?? nowMs);
  if (stage !== null && askedAgoMs < REBOOT_MISSED_AFTER_MS) {
    const waiting = `${name} is in quarantine; waiting for its reboot.`;
    return askedAgoMs < REBOOT_SHOWS_WITHIN_MS
      ? pendingBriefly(REBOOT_LOOK_SECONDS, waiting, facts)
      : pending(waiting, facts);
  }
  const wasAccepted = await acceptedNow(rds.send(new RebootDBInstanceCommand({ DBInstanceIdentifier: name })));
  if (!wasAccepted) return pending(`${name} is in quarantine, ${status}, and cannot reboot yet.`);
  const asked = { reboot: "asked", rebootAskedAtMs: nowMs } as const;
  return pendingBriefly(REBOOT_LOOK_SECONDS, `${name} is in quarantine; its reboot is requested.`, asked);
}
