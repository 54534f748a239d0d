/**
 * Promotes a read replica to writer.
 *
 * Whatever is promoted must be the replica of what it replaces. One that stands alone counts as promoted only where this move
 * asked for that, which is written down before AWS is asked, or where a person was told and approved all the same.
 *
 * Done means that it takes writes: promoted, and available. What promotion resets is asked for and not waited for: backup
 * retention goes with the promotion itself, Multi-AZ is a modification afterwards whose conversion may take an hour while
 * the instance serves. AWS's first backup mostly stands in its way, so the sentry asks again once the run is over.
 */
import { type DBInstance, PromoteReadReplicaCommand, RDSClient } from "@aws-sdk/client-rds";
import { type Promotion, promotionSentence } from "../../orchestrator/promotion";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import { instanceAt, type RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import { describeFailure } from "../aws/failures";
import { at, clientAt } from "./client-at";
import { troubleWithWriter } from "./frozen-writer";
import { blocked, done, type Hand, type HandContext, pending, pendingFor } from "./hand";
import {
  describeInstance,
  isPromotable,
  isRefusedForNow,
  isReplica,
  isServing,
  isStuck,
  statusOf,
} from "./rds-instance";
import { troubleWithSource } from "./replica-source";
import { missingSettings, requestSettings } from "./restored-settings";

/** AWS promotes in "several minutes or longer" [doc]; that none is done within a minute is our estimate [est]. */
const SHORTEST_PROMOTION_SECONDS = 60;

export const promoteReplica: Hand<RdsReadReplica> = async (replica, context) => {
  const { target } = context;
  const rds = clientAt(at(context, target), RDSClient);
  const name = instanceAt(replica, target.role).instanceId;
  const instance = await describeInstance(rds, name);
  if (instance === null) return blocked(`There is no instance ${name} to promote.`);
  if (isStuck(instance)) return blocked(`${name} is ${statusOf(instance)}; waiting will not help.`);
  const promoting = { rds, replica, instance, name };
  const promotion = await context.promotions.requested(replica.id, target.role);
  const refusal = promotion === null ? await refusalOf(promoting, context) : null;
  if (refusal !== null) return blocked(refusal);
  if (isReplica(instance)) return promote(promoting, context, promotion);
  if (!isServing(instance)) return pending(`${name} is being promoted: ${statusOf(instance)}.`);
  return restoreSettings(promoting);
};

interface Promoting {
  readonly rds: RDSClient;
  readonly replica: RdsReadReplica;
  readonly instance: DBInstance;
  readonly name: string;
}

/** Null where this instance is the one that the move is about. */
async function refusalOf({ replica, instance, name }: Promoting, context: HandContext): Promise<string | null> {
  const trouble = await troubleWithSource(replica, instance, context);
  if (trouble === null || (await isApprovedAllTheSame(replica, context))) return null;
  return `${trouble}, and no run of this move has promoted ${name}. It is not taken for promoted; nothing was changed.`;
}

/** A person may take old data rather than none, having read that it is old; a planned move may never. */
async function isApprovedAllTheSame({ id }: RdsReadReplica, { workflow, runs, runId }: HandContext): Promise<boolean> {
  if (workflow !== "failover") return false;
  const run = await runs.read(runId);
  return run?.approval?.outcome === "approved" && run.decision?.unready.includes(id) === true;
}

/** `backing-up` and `modifying` are waited out: AWS refuses to promote then (aws-facts: RDS). */
async function promote(
  { rds, replica, instance, name }: Promoting,
  context: HandContext,
  asked: Promotion | null,
): Promise<ConvergeResult> {
  if (!isPromotable(instance)) {
    const since = asked === null ? "" : ` ${promotionSentence(asked)}`;
    return pending(`${name} is still a replica, and ${statusOf(instance)}.${since}`);
  }
  const refusal = await whyNotYet({ replica, instance, name }, context);
  if (refusal !== null) return refusal;
  await context.promotions.asking(promotionBy(context, replica, name));
  try {
    await rds.send(
      new PromoteReadReplicaCommand({
        DBInstanceIdentifier: name,
        BackupRetentionPeriod: replica.afterPromotion.backupRetentionDays,
      }),
    );
    return pendingFor(SHORTEST_PROMOTION_SECONDS, `Promotion of ${name} is requested.`);
  } catch (error) {
    // A promotion that was asked for a moment ago may still be described as an available replica.
    if (isRefusedForNow(error)) return pending(`${name} cannot be promoted at this moment; asking again.`);
    throw error;
  }
}

function promotionBy(context: HandContext, { id }: RdsReadReplica, instanceId: string): Promotion {
  const { target, runId, epoch, runtime } = context;
  return { resourceId: id, role: target.role, instanceId, runId, epoch, requestedAtMs: runtime.clock.now() };
}

/** A failover takes what has arrived; a planned move only what has been proven to be all, of a writer that is frozen now. */
async function whyNotYet(
  { replica, instance, name }: Omit<Promoting, "rds">,
  context: HandContext,
): Promise<ConvergeResult | null> {
  if (context.workflow === "failover") return null;
  const trouble = await troubleWithWriter(replica, instance, context);
  if (trouble !== null) return trouble;
  if (await context.freezes.promoting(replica.id)) return null;
  return blocked(`${name} is not promoted: this run has not seen it drained, and writes could be lost.`);
}

/** A writer without its second zone serves; a customer must not wait for it. So a refusal is told and does not stop the run. */
async function restoreSettings({ rds, replica, instance, name }: Promoting): Promise<ConvergeResult> {
  const missing = missingSettings(replica.afterPromotion, instance);
  const asked = Object.keys(missing).join(" and ");
  if (asked === "") return done(`${name} is promoted and takes writes.`);
  try {
    await requestSettings(rds, name, missing);
    return done(`${name} is promoted and takes writes; ${asked} requested again.`);
  } catch (error) {
    const refusal = `${asked} was refused (${describeFailure(error)})`;
    return done(`${name} is promoted and takes writes; ${refusal}, and the sentry asks again.`);
  }
}
