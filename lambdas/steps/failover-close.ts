/** How a failover ends: what recovery took and what may have been lost, beside the objectives. */
import { type DataLossEstimate, dataLossSentence, estimateDataLoss } from "../../orchestrator/data-loss";
import type { NoticeContext } from "../../orchestrator/notice";
import { movedNotice } from "../../orchestrator/notices";
import type { Plan } from "../../orchestrator/plan";
import type { FenceVerdict } from "../../orchestrator/resources/kind";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import type { LastSeen, RunRecord } from "../../orchestrator/run";
import type { Ending } from "./ending";
import { evidenceOf, firstSignMs } from "./incident";

/** `lastSeen`: what the sentry last saw of every replica. */
export function endingOfFailover(
  context: NoticeContext,
  record: RunRecord,
  lastSeen: readonly LastSeen[],
  endedAtMs: number,
): Ending {
  const result = measure(context.plan, record, lastSeen, endedAtMs);
  const { recoverySeconds } = result;
  return {
    fields: { outcome: "recovered", ...fieldsOf(result) },
    answer: { outcome: "recovered", recoverySeconds },
    summary: summaryOf(context.plan, result),
    notice: movedNotice(context, result),
  };
}

interface Result {
  readonly endedAtMs: number;
  readonly recoverySeconds: number;
  readonly dataLoss: DataLossEstimate | null;
  readonly fenceVerdicts: Readonly<Record<string, FenceVerdict>>;
}

function measure(plan: Plan, record: RunRecord, lastSeen: readonly LastSeen[], endedAtMs: number): Result {
  return {
    endedAtMs,
    recoverySeconds: Math.ceil((endedAtMs - firstSignMs(record, lastSeen)) / 1000),
    dataLoss: estimateDataLoss(lastSeen, evidenceOf(record, endedAtMs)),
    fenceVerdicts: verdictsOf(plan, record),
  };
}

/** A fence that died without a verdict was no fence. */
function verdictsOf(plan: Plan, { fenceVerdicts = {} }: RunRecord): Record<string, FenceVerdict> {
  return Object.fromEntries(resourcesWith(plan, "fence").map(({ id }) => [id, fenceVerdicts[id] ?? "FAILED"]));
}

function fieldsOf({ endedAtMs, recoverySeconds, dataLoss, fenceVerdicts }: Result): Partial<RunRecord> {
  return { endedAtMs, recoverySeconds, fenceVerdicts, estimatedDataLossSeconds: dataLoss?.atMostSeconds ?? null };
}

function summaryOf({ objectives }: Plan, { recoverySeconds, dataLoss }: Result): string {
  const recovery = `Recovered in ${recoverySeconds} s (objective ${objectives.rtoSeconds} s).`;
  return `${recovery} ${dataLossSentence(dataLoss)} The objective is ${objectives.rpoSeconds} s.`;
}
