/** Whether the sentry may go on with one kept fence, with everything that is on record at this moment. */
import type { Baton } from "../../orchestrator/baton";
import { workflowOf } from "../../orchestrator/baton-transitions";
import { isComingHome, isInForce, type KeptFence } from "../../orchestrator/kept-fence";
import type { Plan } from "../../orchestrator/plan";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import { FenceLedger } from "../aws/fence-ledger";
import { PromotionLedger } from "../aws/promotion-ledger";
import type { Table } from "../aws/table";
import type { Runtime } from "../runtime/runtime";

/**
 * Whether another run of the same failover has begun it and asked for a promotion: there is no way back from that, whoever holds the
 * baton now and whatever is being asked. What the old Region takes once it is back would be lost.
 */
async function isTakenOver(plan: Plan, table: Table, { resourceId, runId }: KeptFence, baton: Baton): Promise<boolean> {
  if (baton.holder === null || baton.active !== "primary" || workflowOf(baton) !== "failover") return false;
  const promoted = await new PromotionLedger(table, baton).requestedOf(resourcesWith(plan, "promote"), "standby");
  return promoted.length > 0 && (await new FenceLedger(table, baton).begunBy(resourceId)) === runId;
}

/**
 * Beside a failback only the old writer is closed, and only until that run comes to it: it says so before its first act. A
 * rename and a new replica take far longer than the look that may have begun before, and refuse what such a look would still
 * ask for. Groups are the failback's, which needs them again. What it has promoted is never fenced, whoever says what.
 */
export async function mayFence(
  { runtime, table }: { readonly runtime: Runtime<unknown>; readonly table: Table },
  fence: KeptFence,
  baton: Baton,
): Promise<boolean> {
  if (!isInForce(fence, baton)) return isTakenOver(runtime.plan, table, fence, baton);
  if (!isComingHome(baton)) return true;
  const rebuilt = resourcesWith(runtime.plan, "rebuild").filter(({ id }) => id === fence.resourceId);
  const promoted = await new PromotionLedger(table, baton).requestedOf(rebuilt, "primary");
  return rebuilt.length > 0 && promoted.length === 0;
}
