/** How far a run has come, for the page that says so. */

import { frozenSinceMs } from "../../orchestrator/frozen-span";
import { runIdOf } from "../../orchestrator/names";
import type { Standing } from "../../orchestrator/operator-notice";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import type { RunRecord } from "../../orchestrator/run";
import { targetRoleOf } from "../../orchestrator/workflow";
import type { Runtime } from "../runtime/runtime";
import { BatonStore } from "./baton-store";
import { describeFailure } from "./failures";
import { PromotionLedger } from "./promotion-ledger";
import { RunStore } from "./run-store";
import type { Table } from "./table";

/** Null where the table does not say; never throws, because the page must go out. */
export async function readStanding(runtime: Runtime<unknown>, table: Table, runId: string): Promise<Standing | null> {
  try {
    const [baton, record] = await Promise.all([new BatonStore(table).read(), new RunStore(table).read(runId)]);
    const { active, holder } = baton;
    const frozenAtMs = frozenSinceMs(record ?? {});
    const ledger = new PromotionLedger(table, baton);
    const promotionBeganAtMs = record && (await promotionOf(runtime, ledger, record));
    // An execution's ARN ends with its name, and a run is named like its execution.
    const holdsBaton = holder !== null && runIdOf(holder) === runId;
    return { active, holdsBaton, promotionBeganAtMs, frozenAtMs };
  } catch (error) {
    runtime.log.error(`How far the run has come cannot be read: ${describeFailure(error)}`);
    return null;
  }
}

/** As the ledger says, which is written before AWS is asked; a dead run that this one took over from may have asked for it. */
async function promotionOf(
  { plan }: Runtime<unknown>,
  ledger: PromotionLedger,
  { workflow }: Pick<RunRecord, "workflow">,
): Promise<number | null> {
  const asked = await ledger.requestedOf(resourcesWith(plan, "promote"), targetRoleOf(workflow));
  return asked.length === 0 ? null : Math.min(...asked.map(({ requestedAtMs }) => requestedAtMs));
}
