/**
 * Whether the writer of a planned move is still frozen at the moment at which its replica is promoted. That it was frozen and
 * drained once is on the run's ledger, and may be hours old: whoever was paged meanwhile may have let customers write again.
 */
import { type DBInstance, RDSClient } from "@aws-sdk/client-rds";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import { instanceAt, type RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import { isUnreachable } from "../aws/failures";
import { at, clientAt } from "./client-at";
import { proveDrain } from "./drain-replica";
import { blocked, type HandContext, pending } from "./hand";
import { isQuarantined } from "./quarantine-instance";
import { describeInstance } from "./rds-instance";

/** Null where `instance` may be promoted, for all that its writer says. */
export async function troubleWithWriter(
  replica: RdsReadReplica,
  instance: DBInstance,
  context: HandContext,
): Promise<ConvergeResult | null> {
  const part = instanceAt(replica, context.source.role);
  const writer = await lookAtWriter(part.instanceId, context);
  // Who cannot be asked cannot have been let go either: giving groups back needs the API that is silent.
  if (writer === "silent") return null;
  if (writer === null || !isQuarantined(writer, part)) return blocked(await isOpen(replica, context));
  const { frozenAtMs = null } = (await context.freezes.read(replica.id)) ?? {};
  // A run that stood still since has not seen what was done with the writer meanwhile.
  if (frozenAtMs === null || frozenAtMs >= context.batonChangedAtMs) return null;
  const proof = await proveDrain(replica, context, { instance, sinceMs: context.batonChangedAtMs });
  return "proof" in proof ? null : pending(`The run stood still after the freeze. ${proof.missing}`);
}

async function lookAtWriter(name: string, context: HandContext): Promise<DBInstance | null | "silent"> {
  try {
    return await describeInstance(clientAt(at(context, context.source), RDSClient), name);
  } catch (error) {
    if (isUnreachable(error)) return "silent";
    throw error;
  }
}

/** Where nothing was asked for the machine lets the writer go and ends the move; else only a person can close it again. */
async function isOpen(replica: RdsReadReplica, { runtime, source, target, promotions }: HandContext): Promise<string> {
  const { instanceId, quarantineSecurityGroupId } = instanceAt(replica, source.role);
  const open = `${instanceId} is not frozen any more and may take writes: ${instanceAt(replica, target.role).instanceId} is not promoted.`;
  const asked = await promotions.requestedOf(resourcesWith(runtime.plan, "promote"), target.role);
  if (asked.length === 0) return open;
  return `${open} Put ${instanceId} into ${quarantineSecurityGroupId} alone, reboot it, then redrive: what it took is waited for.`;
}
