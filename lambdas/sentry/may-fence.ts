/** Whether the sentry may go on with one kept fence, with everything that is on record at this moment. */
import type { Baton } from "../../orchestrator/baton";
import { isComingHome, isInForce, type KeptFence } from "../../orchestrator/kept-fence";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import { PromotionLedger } from "../aws/promotion-ledger";
import type { Table } from "../aws/table";
import type { Runtime } from "../runtime/runtime";

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
  if (!isInForce(fence, baton)) return false;
  if (!isComingHome(baton)) return true;
  const rebuilt = resourcesWith(runtime.plan, "rebuild").filter(({ id }) => id === fence.resourceId);
  const promoted = await new PromotionLedger(table, baton).requestedOf(rebuilt, "primary");
  return rebuilt.length > 0 && promoted.length === 0;
}
