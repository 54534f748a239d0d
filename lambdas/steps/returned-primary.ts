/**
 * Whether the old primary serves beside a failover, its writer not fenced: it did when a person approved the failover although
 * somebody saw it serve, or it does while the run closes. The sentry sees the latter, too, and fences it; but no claim about the
 * loss may hang on the sentry's minute: what a writer takes after its replica was promoted is bounded by nothing.
 */
import { seenServingAtMs } from "../../orchestrator/data-loss";
import type { Plan } from "../../orchestrator/plan";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import type { RunRecord } from "../../orchestrator/run";
import { probeApplication } from "../observers/own-probe";
import type { Runtime } from "../runtime/runtime";
import { verdictsOf } from "./failover-close";
import { evidenceOf } from "./incident";

/** The record with the moment from which the old primary is known to serve; a run that has ended already says what it said. */
export async function withReturnOfPrimary(runtime: Runtime<unknown>, record: RunRecord): Promise<RunRecord> {
  const isKnown = record.oldRegionAnsweredAtMs !== undefined || record.endedAtMs !== undefined;
  if (isKnown || isDataFenced(runtime.plan, record)) return record;
  const answeredAtMs = seenServingAtMs(evidenceOf(record, 0)) ?? (await servesNowMs(runtime));
  return answeredAtMs === null ? record : { ...record, oldRegionAnsweredAtMs: answeredAtMs };
}

async function servesNowMs(runtime: Runtime<unknown>): Promise<number | null> {
  const { verdict } = await probeApplication(runtime);
  return verdict === "UP" ? runtime.clock.now() : null;
}

function isDataFenced(plan: Plan, record: RunRecord): boolean {
  const verdicts = verdictsOf(plan, record);
  return resourcesWith(plan, "promote").every(({ id }) => verdicts[id] === "FENCED");
}
