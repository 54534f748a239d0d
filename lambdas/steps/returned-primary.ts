/**
 * Whether the old primary serves while a failover closes. The sentry sees that, too, and fences it; but no claim about the loss
 * may hang on the sentry's minute: what a writer takes after its replica was promoted is bounded by nothing.
 */
import type { Plan } from "../../orchestrator/plan";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import type { RunRecord } from "../../orchestrator/run";
import { probeApplication } from "../observers/own-probe";
import type { Runtime } from "../runtime/runtime";
import { verdictsOf } from "./failover-close";

/** The record with the moment from which the old primary is known to serve; a run that has ended already says what it said. */
export async function withReturnOfPrimary(runtime: Runtime<unknown>, record: RunRecord): Promise<RunRecord> {
  const isKnown = record.oldRegionAnsweredAtMs !== undefined || record.endedAtMs !== undefined;
  if (isKnown || isDataFenced(runtime.plan, record)) return record;
  const { verdict } = await probeApplication(runtime);
  return verdict === "UP" ? { ...record, oldRegionAnsweredAtMs: runtime.clock.now() } : record;
}

function isDataFenced(plan: Plan, record: RunRecord): boolean {
  const verdicts = verdictsOf(plan, record);
  return resourcesWith(plan, "promote").every(({ id }) => verdicts[id] === "FENCED");
}
