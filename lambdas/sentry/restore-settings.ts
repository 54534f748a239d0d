/**
 * Gives a promoted database back what promotion has reset, once AWS lets it: the first backup begins with the promotion's end
 * and refuses every change for minutes. Customers do not wait for it, so no run does.
 */
import { RDSClient } from "@aws-sdk/client-rds";
import type { Baton } from "../../orchestrator/baton";
import { deployedNames } from "../../orchestrator/names";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import { instanceAt, type RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import { targetRoleOf } from "../../orchestrator/workflow";
import { describeFailure } from "../aws/failures";
import { reportMetric } from "../aws/own-metrics";
import { PromotionLedger } from "../aws/promotion-ledger";
import type { Table } from "../aws/table";
import { describeInstance, isReplica, statusOf } from "../resources/rds-instance";
import { missingSettings, requestSettings } from "../resources/restored-settings";
import { REMOTE_BUDGET } from "../runtime/budgets";
import type { Runtime } from "../runtime/runtime";

type Found = "nothing to do" | "restored" | "missing";

interface Restoring {
  readonly runtime: Runtime<unknown>;
  readonly ledger: PromotionLedger;
  readonly active: Baton["active"];
}

/** While a run is at work its databases are its own. Never throws. */
export async function restoreSettings(runtime: Runtime<unknown>, table: Table, baton: Baton): Promise<void> {
  if (isAtWork(baton)) return;
  const restoring = { runtime, ledger: new PromotionLedger(table, baton), active: baton.active };
  const found = await Promise.all(resourcesWith(runtime.plan, "restore").map((one) => tryToRestore(restoring, one)));
  if (found.every((each) => each === "nothing to do")) return;
  const missing = found.filter((each) => each === "missing").length;
  await reportMetric(runtime, deployedNames(runtime.plan).unrestoredMetric, missing);
}

/** One that has arrived and stands still may do so for days, and its database serves meanwhile. */
function isAtWork({ holder, phase, workflow, active }: Baton): boolean {
  const hasArrived = workflow !== null && active === targetRoleOf(workflow);
  return holder !== null && !(phase === "needs-operator" && hasArrived);
}

/** What cannot be looked at or is refused is missing still: the alarm on it is patient. */
async function tryToRestore(restoring: Restoring, replica: RdsReadReplica): Promise<Found> {
  try {
    return await restore(restoring, replica);
  } catch (error) {
    restoring.runtime.log.warn(`${replica.id} does not get its settings back yet: ${describeFailure(error)}`);
    return "missing";
  }
}

async function restore({ runtime, ledger, active }: Restoring, replica: RdsReadReplica): Promise<Found> {
  const promotion = await ledger.unrestored(replica.id, active);
  if (promotion === null) return "nothing to do";
  const rds = runtime.clients.get(RDSClient, runtime.plan.regions[active], REMOTE_BUDGET);
  const name = instanceAt(replica, active).instanceId;
  const instance = await describeInstance(rds, name);
  if (instance === null || isReplica(instance)) return "nothing to do";
  const missing = missingSettings(replica.afterPromotion, instance);
  if (Object.keys(missing).length === 0) {
    await ledger.restored(promotion, runtime.clock.now());
    return "restored";
  }
  if (statusOf(instance) !== "available") return "missing";
  await requestSettings(rds, name, missing);
  runtime.log.info(`${name} is asked to take back what promotion has reset.`, { ...missing });
  return "missing";
}
