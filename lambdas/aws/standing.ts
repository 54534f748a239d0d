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
    const [{ active, holder }, record] = await Promise.all([
      new BatonStore(table).read(),
      new RunStore(table).read(runId),
    ]);
    const { promotionBeganAtMs = null, frozenAtMs = null } = record ?? {};
    // An execution's ARN ends with its name, and a run is named like its execution.
    const holdsBaton = holder?.split(":").at(-1) === runId;
    return { active, holdsBaton, promotionBeganAtMs, frozenAtMs };
  } catch (error) {
    runtime.log.error(`How far the run has come cannot be read: ${describeFailure(error)}`);
    return null;
  }
}
