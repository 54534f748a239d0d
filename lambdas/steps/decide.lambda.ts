/**
 * Responsible for: the decision, exactly before the first step that cannot be undone.
 * Triggered by: the failover machine, once evidence and readiness are there; again after a person has approved, to see
 * whether the approval still stands for what is there.
 * If it runs twice: it decides again on what is known then; the latest decision stands in the record.
 * Steps: read what is known; decide (pure); keep the decision and its reasons.
 */
import * as z from "zod";
import { decide } from "../../orchestrator/decide";
import { InvalidInput } from "../../orchestrator/errors";
import { automationPaused } from "../../orchestrator/guards";
import { judgeApproval } from "../../orchestrator/late-approval";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import type { Decision, RunRecord } from "../../orchestrator/run";
import { holdBaton } from "../aws/holder";
import { LastSeenStore } from "../aws/last-seen-store";
import { PromotionLedger } from "../aws/promotion-ledger";
import { RunStore } from "../aws/run-store";
import { openTable } from "../aws/table";
import { WatchStore } from "../aws/watch-store";
import { deploy } from "../runtime/deploy";
import { type TableEnvironment, tableEnvironment } from "../runtime/environment";
import type { HandlerFactory, Runtime } from "../runtime/runtime";
import { evidenceOf, readReplicasLastSeen } from "./incident";
import { parsePayload, readinessSchema, stepPayload } from "./payload";

const decidePayload = stepPayload.extend({ readiness: readinessSchema, afterApproval: z.boolean().default(false) });
type DecidePayload = z.output<typeof decidePayload>;

export const factory: HandlerFactory<TableEnvironment> = {
  environment: tableEnvironment,
  create: (runtime) => async (event) => {
    const payload = parsePayload(decidePayload, event);
    runtime.log.append({ ...payload.run, step: "decide" });
    const runs = new RunStore(openTable(runtime));
    const decision = await judge(runtime, payload);
    await runs.update(payload.run.runId, { decision });
    const summary = `${decision.verdict}: ${decision.reasons.join(" ")}`;
    const { enteredAt, run } = payload;
    await runs.note(run.runId, { atMs: runtime.clock.now(), enteredAt, step: "decide", summary });
    runtime.log.info(summary);
    return decision;
  },
};

export const handler = deploy(factory);

async function judge(runtime: Runtime<TableEnvironment>, payload: DecidePayload): Promise<Decision> {
  const { run, enteredAt, readiness, afterApproval } = payload;
  const table = openTable(runtime);
  const [baton, record, lagBeforeIncident, watch] = await Promise.all([
    holdBaton(table, { run, enteredAt, nowMs: runtime.clock.now() }),
    new RunStore(table).read(run.runId),
    readReplicasLastSeen(runtime.plan, new LastSeenStore(table)),
    new WatchStore(table).read(),
  ]);
  if (record === null) throw new InvalidInput(`There is no record of the run ${run.runId}.`);
  const { plan } = runtime;
  const promotions = await new PromotionLedger(table, baton).requestedOf(resourcesWith(plan, "promote"), "standby");
  const nowMs = runtime.clock.now();
  const evidence = evidenceOf(record, nowMs);
  if (afterApproval) {
    // What the person knew to be unready when approving stays in the record.
    const { unready = [] } = record.decision ?? {};
    const brake = record.trigger.type === "person" ? undefined : automationPaused({ baton, nowMs });
    const judgement = judgeApproval({ ...approvalIn(record), seen: evidence, brake, lagBeforeIncident });
    return { ...judgement, decidedAtMs: nowMs, unready };
  }
  const known = { evidence, baton, lagBeforeIncident, promotions, readiness, primaryServedAtMs: watch.servedAtMs };
  return decide({ plan, trigger: record.trigger, runStartedAtMs: record.startedAtMs, ...known, nowMs });
}

function approvalIn({ shown, approval }: RunRecord) {
  const approvedBy = approval?.outcome === "approved" ? (approval.decision?.decidedBy ?? "Somebody") : null;
  return { shown: shown ?? null, approvedBy };
}
