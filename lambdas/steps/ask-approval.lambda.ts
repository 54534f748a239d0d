/**
 * Responsible for: asking a person, and keeping the token by which the answer finds the waiting task.
 * Triggered by: the failover machine, when the decision is to ask or a writer could not be fenced; a planned move, at its
 * gate. The task goes on waiting after this function has answered.
 * If it runs twice: the latest token stands, links that were sent before keep working, the message of one visit is told once.
 * Where somebody has answered in between, the wait ends at once by an error of that name, and the machine takes the answer.
 * Steps: state the facts; open the gate with the token and the hash of a link's secret; mark the run as waiting; send the
 * question with its link.
 */
import * as z from "zod";
import type { Baton } from "../../orchestrator/baton";
import { InvalidInput } from "../../orchestrator/errors";
import { isSeenUp } from "../../orchestrator/evidence";
import { failoverFacts } from "../../orchestrator/failover-facts";
import { fenceFacts } from "../../orchestrator/fence-question";
import { LONGEST_APPROVAL_SECONDS, LONGEST_FENCE_QUESTION_SECONDS } from "../../orchestrator/gate";
import { judgeFence } from "../../orchestrator/judge-fence";
import { asShown } from "../../orchestrator/late-approval";
import { plannedGateFacts } from "../../orchestrator/planned-gate";
import type { Promotion } from "../../orchestrator/promotion";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import type { RunRecord } from "../../orchestrator/run";
import { type PlannedWorkflow, sidesOf } from "../../orchestrator/workflow";
import { FenceLedger } from "../aws/fence-ledger";
import { holdBaton } from "../aws/holder";
import { LastSeenStore } from "../aws/last-seen-store";
import { PromotionLedger } from "../aws/promotion-ledger";
import { RunStore } from "../aws/run-store";
import { openTable } from "../aws/table";
import { probeApplication } from "../observers/own-probe";
import { gatherMoveFacts } from "../observers/planned-move";
import { deploy } from "../runtime/deploy";
import { type NoticeEnvironment, noticeEnvironment } from "../runtime/environment";
import type { HandlerFactory, Runtime } from "../runtime/runtime";
import { evidenceOf, readLastSeen } from "./incident";
import { openQuestion, type Stated } from "./open-question";
import { fenceEndPayload, parsePayload, readinessSchema, stepPayload } from "./payload";
import { isPlanned } from "./planned-run";

/** `fences`: how they ended, where the question is about them and not about the move. */
const askPayload = stepPayload.extend({
  taskToken: z.string().min(1),
  reasons: z.array(z.string()),
  readiness: readinessSchema,
  fences: fenceEndPayload.shape.fences.optional(),
});
type AskPayload = z.output<typeof askPayload>;

export const factory: HandlerFactory<NoticeEnvironment> = {
  environment: noticeEnvironment,
  create: (runtime) => async (event) => {
    const payload = parsePayload(askPayload, event);
    runtime.log.append({ ...payload.run, step: "ask-approval" });
    const baton = await holdBaton(openTable(runtime), { ...payload, nowMs: runtime.clock.now() });
    const longestSeconds = payload.fences ? LONGEST_FENCE_QUESTION_SECONDS : LONGEST_APPROVAL_SECONDS;
    await openQuestion(runtime, { ...payload, longestSeconds }, await stateQuestion(runtime, payload, baton));
  },
};

export const handler = deploy(factory);

type Run = AskPayload["run"];
interface Asking {
  readonly record: RunRecord;
  readonly payload: AskPayload;
  /** What this move has asked for, be it by a dead run that this one took over from. */
  readonly promotions: readonly Promotion[];
  /** Whether this move has begun a fence. */
  readonly hasFenceBegun: boolean;
}
type PlannedRun = Run & { readonly workflow: PlannedWorkflow };

async function stateQuestion(runtime: Runtime<NoticeEnvironment>, payload: AskPayload, baton: Baton): Promise<Stated> {
  const { run } = payload;
  const record = await new RunStore(openTable(runtime)).read(run.runId);
  if (record === null) throw new InvalidInput(`There is no record of the run ${run.runId}.`);
  if (isPlanned(run)) return plannedFacts(runtime, record, run);
  const table = openTable(runtime);
  const { plan } = runtime;
  const [promotions, hasFenceBegun] = await Promise.all([
    new PromotionLedger(table, baton).requestedOf(resourcesWith(plan, "promote"), "standby"),
    new FenceLedger(table, baton).isAnyBegun(resourcesWith(plan, "fence")),
  ]);
  const asking = { record, payload, promotions, hasFenceBegun };
  return payload.fences ? unfencedFacts(runtime, asking) : incidentFacts(runtime, asking);
}

/** Whether the old application still writes is looked at now: what the evidence said is as old as the fence. */
async function unfencedFacts(runtime: Runtime<NoticeEnvironment>, { record, payload, promotions }: Asking) {
  const { plan, clock } = runtime;
  const { trigger } = record;
  const { reasons, fences = [], enteredAt } = payload;
  const { verdict, detail } = await probeApplication(runtime);
  const application = { isServing: verdict === "UP", detail, seenAtMs: clock.now() };
  // The reasons of a question that is asked again say what a quorum has seen.
  const isUp = application.isServing || isSeenUp(evidenceOf(record, application.seenAtMs));
  const { outcomes } = judgeFence(plan, fences);
  const known = { outcomes, fencedAtMs: Date.parse(enteredAt), application, promotions };
  const facts = fenceFacts({ plan, trigger, reasons, ...known });
  return { facts, basis: { shown: { seenAtMs: application.seenAtMs, isUp } } };
}

async function incidentFacts(runtime: Runtime<NoticeEnvironment>, { record, payload, ...soFar }: Asking) {
  const { plan } = runtime;
  const lastSeen = await readLastSeen(plan, new LastSeenStore(openTable(runtime)));
  const { reasons, readiness, enteredAt } = payload;
  const evidence = evidenceOf(record, Date.parse(enteredAt));
  // The warm-up was asked right after the run began; saying so makes its facts look older, never younger, than they are.
  const readinessSeenAtMs = record.startedAtMs;
  const known = { evidence, lastSeen, readiness, readinessSeenAtMs, ...soFar };
  const facts = failoverFacts({ plan, trigger: record.trigger, reasons, ...known });
  return { facts, basis: { shown: asShown(evidence) } };
}

/** The gate shows facts of this moment: they are what the approval will stand for. */
async function plannedFacts(runtime: Runtime<NoticeEnvironment>, { trigger }: RunRecord, run: PlannedRun) {
  const { plan } = runtime;
  if (trigger.type !== "person") throw new InvalidInput(`Nobody has asked for the run ${run.runId}.`);
  const { requestedBy, reason } = trigger;
  const { workflow } = run;
  const moveFacts = await gatherMoveFacts({ runtime, workflow, ...sidesOf(plan, workflow) });
  return { facts: plannedGateFacts({ plan, workflow, requestedBy, reason, moveFacts }), basis: { moveFacts } };
}
