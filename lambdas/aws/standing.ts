/** How far a run has come, for the page that says so. */
import type { Standing } from "../../orchestrator/operator-notice";
import type { Runtime } from "../runtime/runtime";
import { BatonStore } from "./baton-store";
import { describeFailure } from "./failures";
import { RunStore } from "./run-store";
import type { Table } from "./table";

/** Null where the table does not say; never throws, because the page must go out. */
export async function readStanding(runtime: Runtime<unknown>, table: Table, runId: string): Promise<Standing | null> {
  try {
    const [{ active }, record] = await Promise.all([new BatonStore(table).read(), new RunStore(table).read(runId)]);
    const { promotionBeganAtMs = null, frozenAtMs = null } = record ?? {};
    return { active, promotionBeganAtMs, frozenAtMs };
  } catch (error) {
    runtime.log.error(`How far the run has come cannot be read: ${describeFailure(error)}`);
    return null;
  }
}
