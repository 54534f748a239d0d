/**
 * Responsible for: ending a failover: the record of what it took, the baton's lock, one message.
 * Triggered by: the failover machine, once customers are served by the standby.
 * If it runs twice: the first end stands in the record, the lock is released once, the message is told once.
 * Steps: measure recovery and data loss; leave unfinished fences to the sentry; keep the figures beside the objectives;
 * release the baton; tell on-call.
 */
import { close } from "../../orchestrator/baton-transitions";
import { type DataLossEstimate, dataLossSentence, estimateDataLoss } from "../../orchestrator/data-loss";
import { InvalidInput } from "../../orchestrator/errors";
import type { GateAnswer } from "../../orchestrator/gate";
import { keptFence } from "../../orchestrator/kept-fence";
import { movedNotice } from "../../orchestrator/notices";
import type { Plan } from "../../orchestrator/plan";
import type { FenceVerdict } from "../../orchestrator/resources/kind";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import type { RunRecord } from "../../orchestrator/run";
import { BatonStore } from "../aws/baton-store";
import { FenceStore } from "../aws/fence-store";
import { LastSeenStore } from "../aws/last-seen-store";
import { RunStore } from "../aws/run-store";
import { openTable, type Table } from "../aws/table";
import { deploy } from "../runtime/deploy";
import { type NoticeEnvironment, noticeEnvironment } from "../runtime/environment";
import type { HandlerFactory, Runtime } from "../runtime/runtime";
import { evidenceOf, lastServedMs, readReplicasLastSeen } from "./incident";
import { parsePayload, stepPayload } from "./payload";
import { tell } from "./tell";

export const factory: HandlerFactory<NoticeEnvironment> = {
  environment: noticeEnvironment,
  create: (runtime) => async (event) => {
    const { run, enteredAt } = parsePayload(stepPayload, event);
    runtime.log.append({ ...run, step: "close" });
    const table = openTable(runtime);
    const runs = new RunStore(table);
    const record = await runs.read(run.runId);
    if (record === null) throw new InvalidInput(`There is no record of the run ${run.runId}.`);
    const result = await measure(runtime, table, record);
    const { executionArn } = run;
    await keepUnjudgedFences(table, record, result);
    await new BatonStore(table).require((baton) => close(baton, { executionArn, nowMs: result.endedAtMs }));
    await runs.update(run.runId, { outcome: "recovered", ...fieldsOf(result) });
    await runs.note(run.runId, {
      atMs: result.endedAtMs,
      enteredAt,
      step: "close",
      summary: summaryOf(runtime.plan, result),
    });
    await tell({ runtime, table, runId: run.runId, enteredAt }, movedNotice({ plan: runtime.plan, run }, result));
    return { outcome: "recovered", recoverySeconds: result.recoverySeconds };
  },
};

export const handler = deploy(factory);

interface Result {
  readonly endedAtMs: number;
  readonly recoverySeconds: number;
  readonly dataLoss: DataLossEstimate | null;
  readonly fenceVerdicts: Readonly<Record<string, FenceVerdict>>;
  /** Where a person was asked. */
  readonly approval: GateAnswer | undefined;
}

async function measure(runtime: Runtime<NoticeEnvironment>, table: Table, record: RunRecord): Promise<Result> {
  const lastSeen = await readReplicasLastSeen(runtime.plan, new LastSeenStore(table));
  const endedAtMs = record.endedAtMs ?? runtime.clock.now();
  return {
    endedAtMs,
    recoverySeconds: Math.ceil((endedAtMs - lastServedMs(runtime.plan, record, lastSeen)) / 1000),
    dataLoss: estimateDataLoss(lastSeen, evidenceOf(record, endedAtMs)),
    fenceVerdicts: verdictsOf(runtime.plan, record),
    approval: record.approval,
  };
}

/** A fence that died without a verdict was no fence. */
function verdictsOf(plan: Plan, { fenceVerdicts = {} }: RunRecord): Record<string, FenceVerdict> {
  return Object.fromEntries(resourcesWith(plan, "fence").map(({ id }) => [id, fenceVerdicts[id] ?? "FAILED"]));
}

/** The fence step keeps each verdict for the sentry; where it could not, this does, before the sentry may begin. */
async function keepUnjudgedFences(
  table: Table,
  record: RunRecord,
  { endedAtMs, fenceVerdicts }: Result,
): Promise<void> {
  const { runId, executionArn, fenceVerdicts: judged = {} } = record;
  const unjudged = Object.keys(fenceVerdicts).filter((resourceId) => judged[resourceId] === undefined);
  const fences = unjudged.map((resourceId) => ({ resourceId, runId, executionArn, verdict: "FAILED" as const }));
  await Promise.all(fences.map((fence) => new FenceStore(table).keep(keptFence(fence, endedAtMs))));
}

function fieldsOf({ endedAtMs, recoverySeconds, dataLoss, fenceVerdicts }: Result): Partial<RunRecord> {
  return { endedAtMs, recoverySeconds, fenceVerdicts, estimatedDataLossSeconds: dataLoss?.atMostSeconds ?? null };
}

function summaryOf({ objectives }: Plan, { recoverySeconds, dataLoss }: Result): string {
  const recovery = `Recovered in at most ${recoverySeconds} s (objective ${objectives.rtoSeconds} s).`;
  return `${recovery} ${dataLossSentence(dataLoss)} The objective is ${objectives.rpoSeconds} s.`;
}
