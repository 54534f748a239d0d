/**
 * What stands between a run and standing down: a promotion that this move asked for. "Nothing moved" would be a lie then, and
 * the next failover would find a standby whose data ended here. Only a replica that was rebuilt makes it true again.
 */
import { RDSClient } from "@aws-sdk/client-rds";
import { PromotionRequested } from "../../orchestrator/errors";
import type { Plan } from "../../orchestrator/plan";
import { PROMOTION_SHOWS_WITHIN_MS, type Promotion, promotionConsequence } from "../../orchestrator/promotion";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import { instanceArn } from "../../orchestrator/resources/rds-read-replica";
import { sidesOf, type Workflow } from "../../orchestrator/workflow";
import { BatonStore } from "../aws/baton-store";
import { PromotionLedger } from "../aws/promotion-ledger";
import type { Table } from "../aws/table";
import { describeInstance, isReplicating } from "../resources/rds-instance";
import { replicates } from "../resources/replica-source";
import type { Runtime } from "../runtime/runtime";

/** Throws `PromotionRequested`, which says what was asked for and both ways on. */
export async function requireNothingPromoted(
  runtime: Runtime<unknown>,
  table: Table,
  { workflow }: { readonly workflow: Workflow },
): Promise<void> {
  const { target, source } = sidesOf(runtime.plan, workflow);
  const baton = await new BatonStore(table).read();
  // Where the target serves already the promotion has served its purpose.
  if (baton.active === target.role) return;
  const ledger = new PromotionLedger(table, baton);
  const asked = await ledger.requestedOf(resourcesWith(runtime.plan, "promote"), target.role);
  const undone = await Promise.all(asked.map((promotion) => isUndone(runtime, promotion, workflow)));
  const standing = asked.filter((_, index) => !undone[index]);
  if (standing.length > 0) {
    throw new PromotionRequested(`${promotionConsequence(standing, source.region)} ${waysOn(runtime.plan, workflow)}`);
  }
  await Promise.all(asked.map((promotion) => ledger.undone(promotion, runtime.clock.now())));
}

/** A replica of its old source whose stream runs, and not only because the promotion does not show yet. */
async function isUndone(
  { plan, clients, clock }: Runtime<unknown>,
  { resourceId, instanceId, requestedAtMs }: Promotion,
  workflow: Workflow,
): Promise<boolean> {
  const replica = resourcesWith(plan, "promote").find(({ id }) => id === resourceId);
  if (!replica || clock.now() - requestedAtMs < PROMOTION_SHOWS_WITHIN_MS) return false;
  const { target, source } = sidesOf(plan, workflow);
  const instance = await describeInstance(clients.get(RDSClient, target.region), instanceId);
  if (instance === null || !replicates(instance, instanceArn(plan, replica, source.role))) return false;
  return isReplicating(instance);
}

/** A planned move that has asked for a promotion is gone on with by its own run alone: `claim` refuses another. */
function waysOn({ regions }: Plan, workflow: Workflow): string {
  const { source, target } = sidesOf({ regions }, workflow);
  const forward = workflow === "failover" ? "start a new failover and approve it" : "redrive the run that asked for it";
  return (
    `To go forward to ${target.region}: ${forward}. To stay in ${source.region}: rebuild the replica ` +
    "under its name, wait until it replicates, then redrive this run; it stands down."
  );
}
