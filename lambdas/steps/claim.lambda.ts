/**
 * Responsible for: judging what started this run, taking the baton for it, and handing the plan's work to the machine.
 * Triggered by: the first state of every machine. Planned moves start by a person's word only.
 * If it runs twice: the same execution finds that it already holds the baton and answers the same.
 * Steps: judge the input; refuse a name that another run had; see whether whoever holds the baton is alive, and page for a dead one of whom nobody heard;
 * claim in one conditional write; open the run's record; tell on-call. A run that may not claim is recorded too, and
 * touches nothing else.
 */

import * as z from "zod";
import type { Baton } from "../../orchestrator/baton";
import { type BatonChange, claim } from "../../orchestrator/baton-transitions";
import { parseRequest, parseTrigger } from "../../orchestrator/events";
import { type FreezeOnRecord, frozenSinceMs, inheritedFreeze, isFrozen } from "../../orchestrator/frozen-span";
import { impossibleMove } from "../../orchestrator/impossible-move";
import { runIdOf } from "../../orchestrator/names";
import type { Notice } from "../../orchestrator/notice";
import { startedNotice } from "../../orchestrator/notices";
import { redriveCommand } from "../../orchestrator/operator-notice";
import type { Plan } from "../../orchestrator/plan";
import { plannedStartedNotice } from "../../orchestrator/planned-notices";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import type { RunRecord, Trigger } from "../../orchestrator/run";
import { failoverWork, plannedWork } from "../../orchestrator/work";
import { targetRoleOf, WORKFLOWS, type Workflow } from "../../orchestrator/workflow";
import { BatonStore } from "../aws/baton-store";
import { executionStatus, mayBeRunning } from "../aws/executions";
import { PromotionLedger } from "../aws/promotion-ledger";
import { type ExecutionOfRun, RunStore } from "../aws/run-store";
import { openTable, type Table } from "../aws/table";
import { tellOfDeadHolder } from "../run-ended/tell-of-dead-holder";
import { deploy } from "../runtime/deploy";
import { type NoticeEnvironment, noticeEnvironment } from "../runtime/environment";
import type { HandlerFactory, Runtime } from "../runtime/runtime";
import { parsePayload } from "./payload";
import { isPlanned } from "./planned-run";
import { tell } from "./tell";

const claimPayload = z.object({
  input: z.unknown(),
  executionArn: z.string().startsWith("arn:"),
  executionName: z.string().min(1),
  executionStartedAt: z.iso.datetime(),
  workflow: z.enum(WORKFLOWS).default("failover"),
  enteredAt: z.iso.datetime(),
});
type ClaimPayload = z.output<typeof claimPayload>;

type Refused = { readonly outcome: "refused" | "ignored" | "invalid-input"; readonly reason: string };

export const factory: HandlerFactory<NoticeEnvironment> = {
  environment: noticeEnvironment,
  create: (runtime) => async (event) => {
    const payload = parsePayload(claimPayload, event);
    runtime.log.append({ runId: payload.executionName, step: "claim" });
    // Judged as of the start of the execution, so that a redrive hours later does not find the same event too old.
    const startedAtMs = Date.parse(payload.executionStartedAt);
    const trigger = isPlanned(payload)
      ? parseRequest(payload.input)
      : parseTrigger(payload.input, { plan: runtime.plan, nowMs: startedAtMs });
    if (trigger.type === "ignored") return refuse(runtime, payload, { outcome: "ignored", reason: trigger.reason });
    if (trigger.type === "invalid") {
      const reason = `The input is not as it must be: ${trigger.problems.join("; ")}.`;
      return refuse(runtime, payload, { outcome: "invalid-input", reason });
    }
    const impossible = impossibleMove(runtime.plan, payload.workflow);
    if (impossible) {
      const reason = `${impossible.name}: ${impossible.reason}`;
      return refuse(runtime, payload, { outcome: "refused", reason });
    }
    return claimFor(runtime, payload, trigger);
  },
};

export const handler = deploy(factory);

async function claimFor(runtime: Runtime<NoticeEnvironment>, payload: ClaimPayload, trigger: Trigger) {
  const { executionArn } = payload;
  const table = openTable(runtime);
  const batons = new BatonStore(table);
  const before = await batons.read();
  const { holder, changedAtMs } = before;
  // One that holds the baton has begun: if the record is not its own, an operator has to know.
  const taken = holder === executionArn ? null : await new RunStore(table).nameInUse(executionOf(payload));
  if (taken !== null) return refuse(runtime, payload, { outcome: "refused", reason: taken });
  const status = holder === null || holder === executionArn ? null : await executionStatus(runtime, holder);
  const isAlive = holder !== null && mayBeRunning(status, { changedAtMs, nowMs: runtime.clock.now() });
  const promoting = isPlanned(payload) && holder !== executionArn ? await moveThatPromotes(runtime, before) : null;
  if (promoting !== null && !isAlive) return refuse(runtime, payload, { outcome: "refused", reason: promoting });
  const claimOn = (baton: Baton) =>
    claim(baton, {
      executionArn,
      workflow: payload.workflow,
      nowMs: runtime.clock.now(),
      // A holder that appeared since is alive for all that is known.
      holderIsRunning: baton.holder === holder ? isAlive : baton.holder !== null,
      holderWasAborted: status === "ABORTED",
      startedByPerson: trigger.type === "person",
    });
  const predecessor = predecessorOf(before, executionArn, claimOn(before));
  const isUntold =
    predecessor !== null &&
    !(await tellOfDeadHolder(runtime, table, { holder: predecessor, successorRunId: payload.executionName }));
  const change = await batons.change(claimOn);
  if ("refusal" in change) return refuse(runtime, payload, { outcome: "refused", reason: change.refusal.reason });
  const tookOverFrom = deadRunBefore(change.baton);
  const inherited = isPlanned(payload) ? await freezeOf(table, tookOverFrom) : {};
  const beginning = {
    trigger,
    ...inherited,
    ...(tookOverFrom !== null && { tookOverFrom }),
    ...(isUntold && { untoldPredecessor: predecessor }),
  };
  return begin(runtime, payload, beginning, change.baton);
}

/**
 * From which dead execution this one takes over, or has taken over in an attempt that died before it had written its record;
 * null where the baton is claimed at rest, or refused.
 */
function predecessorOf(
  { holder, predecessor = null }: Baton,
  executionArn: string,
  change: BatonChange,
): string | null {
  if ("refusal" in change) return null;
  return holder === executionArn ? predecessor : holder;
}

/**
 * Why a planned move may not take over from a dead one: once that one has asked for a promotion there is no replica to catch up,
 * and nothing to abandon, so only the run itself can go on. Null where nothing was asked for.
 */
async function moveThatPromotes(runtime: Runtime<NoticeEnvironment>, baton: Baton): Promise<string | null> {
  const { plan } = runtime;
  const { holder, workflow } = baton;
  if (holder === null || workflow === null) return null;
  const ledger = new PromotionLedger(openTable(runtime), baton);
  const asked = await ledger.requestedOf(resourcesWith(plan, "promote"), targetRoleOf(workflow));
  if (asked.length === 0) return null;
  return (
    `The ${workflow} before asked for the promotion of ${asked.map(({ instanceId }) => instanceId).join(", ")}: only that run can go on. ` +
    `Redrive it: ${redriveCommand(plan.regions.standby, holder)}`
  );
}

/** What the dead run before this one has left frozen: nobody can write until this run ends it, which comes first. */
async function freezeOf(table: Table, deadRunId: string | null): Promise<FreezeOnRecord> {
  const record = deadRunId === null ? null : await new RunStore(table).read(deadRunId);
  return record === null ? {} : inheritedFreeze(record);
}

/** An execution's ARN ends with its name, and a run is named like its execution. Null where the baton was claimed at rest. */
function deadRunBefore({ predecessor = null }: Baton): string | null {
  return predecessor === null ? null : runIdOf(predecessor);
}

type Beginning = Pick<RunRecord, "trigger" | "tookOverFrom" | "untoldPredecessor"> & FreezeOnRecord;

async function begin(
  runtime: Runtime<NoticeEnvironment>,
  payload: ClaimPayload,
  beginning: Beginning,
  { epoch }: Baton,
) {
  const { trigger } = beginning;
  const { executionArn, executionName: runId, enteredAt } = payload;
  const run = { runId, epoch, executionArn, workflow: payload.workflow };
  runtime.log.append(run);
  const table = openTable(runtime);
  const runs = new RunStore(table);
  await runs.open({ ...run, ...beginning, ...executionOf(payload) });
  const summary = `The run holds the baton under epoch ${epoch}; started by ${describeTrigger(trigger)}.`;
  await runs.note(runId, { atMs: runtime.clock.now(), enteredAt, step: "claim", summary });
  await tell({ runtime, table, runId, enteredAt }, noticeOf(runtime.plan, run, beginning));
  const { work, ...limits } = orders(runtime.plan, run);
  const frozen = isFrozen(beginning) && "data" in work ? work.data : [];
  return { outcome: "claimed", run, frozen, work, ...limits };
}

function executionOf({ executionName: runId, executionArn, executionStartedAt }: ClaimPayload): ExecutionOfRun {
  return { runId, executionArn, startedAtMs: Date.parse(executionStartedAt) };
}

type Run = Parameters<typeof startedNotice>[0]["run"];

function noticeOf(plan: Plan, run: Run, { trigger, ...freeze }: Beginning): Notice {
  if (isPlanned(run) && trigger.type === "person") {
    return plannedStartedNotice({ plan, run }, { ...trigger, frozenAtMs: frozenSinceMs(freeze) });
  }
  return startedNotice({ plan, run }, trigger);
}

/** What the machine works with. */
function orders(plan: Plan, run: { readonly workflow: Workflow }) {
  const { deadlines, approvalTimeoutSeconds } = isPlanned(run) ? plan.failback : plan.policy;
  const work = isPlanned(run) ? plannedWork(plan) : failoverWork(plan);
  return { deadlines, approvalTimeoutSeconds, work };
}

function describeTrigger(trigger: Trigger): string {
  if (trigger.type === "person") return `${trigger.requestedBy} (${trigger.reason})`;
  return trigger.type === "alarm" ? trigger.alarmArn : "the sentry";
}

/** Enough for a person; a hostile input of a quarter of a megabyte fits neither into an item of the table nor into a state. */
const LONGEST_REASON = 2000;

async function refuse(runtime: Runtime<NoticeEnvironment>, payload: ClaimPayload, refusal: Refused): Promise<Refused> {
  const refused = { ...refusal, reason: shortened(refusal.reason) };
  runtime.log.warn(refused.reason, { outcome: refused.outcome });
  await new RunStore(openTable(runtime)).keepRefusal({
    ...executionOf(payload),
    outcome: refused.outcome === "ignored" ? "ignored" : "refused",
    reason: refused.reason,
  });
  return refused;
}

function shortened(reason: string): string {
  return reason.length > LONGEST_REASON ? `${reason.slice(0, LONGEST_REASON)}... (cut)` : reason;
}
