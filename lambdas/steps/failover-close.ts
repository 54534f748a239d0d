/** How a failover ends: what recovery took and what may have been lost, beside the objectives. */
import { type DataLossEstimate, estimateDataLoss } from "../../orchestrator/data-loss";
import type { Evidence } from "../../orchestrator/evidence";
import type { GateAnswer } from "../../orchestrator/gate";
import type { NoticeContext } from "../../orchestrator/notice";
import { lossSentence, movedNotice } from "../../orchestrator/notices";
import type { Plan } from "../../orchestrator/plan";
import type { Promotion } from "../../orchestrator/promotion";
import type { FenceVerdict } from "../../orchestrator/resources/kind";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import type { LastSeen, RunRecord } from "../../orchestrator/run";
import type { Ending } from "./ending";
import { evidenceOf, lastServedMs } from "./incident";

/** What the table holds beside the run's record. */
export interface FailoverTraces {
  /** What the sentry last saw of every replica. */
  readonly lastSeen: readonly LastSeen[];
  readonly promotions: readonly Promotion[];
}

export function endingOfFailover(
  context: NoticeContext,
  record: RunRecord,
  traces: FailoverTraces,
  endedAtMs: number,
): Ending {
  const result = measure(context.plan, record, traces, endedAtMs);
  const { recoverySeconds } = result;
  return {
    fields: { outcome: "recovered", ...fieldsOf(result) },
    answer: { outcome: "recovered", recoverySeconds },
    summary: summaryOf(context.plan, result),
    notice: movedNotice(context, { ...result, servedAgainAtMs: endedAtMs }),
  };
}

interface Result {
  readonly endedAtMs: number;
  readonly lastServedAtMs: number;
  readonly recoverySeconds: number;
  readonly dataLoss: DataLossEstimate | null;
  readonly oldRegionAnsweredAtMs: number | undefined;
  readonly fenceVerdicts: Readonly<Record<string, FenceVerdict>>;
  /** Where a person was asked. */
  readonly approval: GateAnswer | undefined;
}

function measure(plan: Plan, record: RunRecord, { lastSeen, promotions }: FailoverTraces, endedAtMs: number): Result {
  const lastServedAtMs = lastServedMs(plan, record, lastSeen);
  return {
    endedAtMs,
    lastServedAtMs,
    recoverySeconds: Math.ceil((endedAtMs - lastServedAtMs) / 1000),
    dataLoss: estimateDataLoss(lastSeen, evidenceUntilPromotion(record, promotions, endedAtMs)),
    oldRegionAnsweredAtMs: record.oldRegionAnsweredAtMs,
    fenceVerdicts: verdictsOf(plan, record),
    approval: record.approval,
  };
}

/** Nobody knows when the primary stopped; its replica was promoted when AWS was asked for the last time, which may be long after the first. */
function evidenceUntilPromotion(record: RunRecord, promotions: readonly Promotion[], endedAtMs: number): Evidence {
  const evidence = evidenceOf(record, endedAtMs);
  const askedAtMs = promotions.map(({ requestedAtMs }) => requestedAtMs);
  const promotedByMs = Math.max(record.promotionBeganAtMs ?? endedAtMs, ...askedAtMs);
  return { ...evidence, gatheredAtMs: Math.max(evidence.gatheredAtMs, promotedByMs) };
}

/** A fence that died without a verdict was no fence. */
export function verdictsOf(plan: Plan, { fenceVerdicts = {} }: RunRecord): Record<string, FenceVerdict> {
  return Object.fromEntries(resourcesWith(plan, "fence").map(({ id }) => [id, fenceVerdicts[id] ?? "FAILED"]));
}

function fieldsOf({ endedAtMs, recoverySeconds, dataLoss, oldRegionAnsweredAtMs }: Result): Partial<RunRecord> {
  if (oldRegionAnsweredAtMs !== undefined) {
    return { endedAtMs, recoverySeconds, estimatedDataLossSeconds: null, oldRegionAnsweredAtMs };
  }
  return { endedAtMs, recoverySeconds, estimatedDataLossSeconds: dataLoss?.atMostSeconds ?? null };
}

function summaryOf({ objectives }: Plan, { recoverySeconds, dataLoss, oldRegionAnsweredAtMs }: Result): string {
  const recovery = `Recovered in at most ${recoverySeconds} s (objective ${objectives.rtoSeconds} s).`;
  return `${recovery} ${lossSentence(dataLoss, oldRegionAnsweredAtMs)} The objective is ${objectives.rpoSeconds} s.`;
}
