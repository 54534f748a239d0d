/**
 * Responsible for: the decision, exactly before the first step that cannot be undone.
 * Triggered by: the failover machine, once evidence and readiness are there; again after a person has approved, to see
 * whether the approval still stands for what is there.
 * If it runs twice: it decides again on what is known then; the latest decision stands in the record.
 * Steps: read what is known; decide (pure); keep the decision and its reasons.
 */
import * as z from "zod";
import { type DecideInput, decide, decideAnew } from "../../orchestrator/decide";
import { InvalidInput } from "../../orchestrator/errors";
import { judgeApproval, standingApproval } from "../../orchestrator/late-approval";
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
    const decision = { ...(await judge(runtime, payload)), redriveCount: payload.redriveCount };
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
  const known = { evidence, baton, lagBeforeIncident, promotions, readiness, primaryServedAtMs: watch.servedAtMs };
  const input = { plan, trigger: record.trigger, ...known, nowMs };
  if (!afterApproval) return decide(input);
  const approvedBy = standingApproval(record.approval, baton, nowMs);
  return approvedBy === null ? decideAnew(input) : judgeApproved(record, approvedBy, input);
}

/** What the person knew to be unready when approving stays in the record. */
function judgeApproved({ shown, decision }: RunRecord, approvedBy: string, input: DecideInput): Decision {
  const { evidence: seen, lagBeforeIncident, nowMs } = input;
  const judgement = judgeApproval({ shown: shown ?? null, seen, approvedBy, lagBeforeIncident });
  return { ...judgement, decidedAtMs: nowMs, unready: decision?.unready ?? [] };
}
