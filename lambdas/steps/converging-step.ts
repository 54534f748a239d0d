/** Everything that the steps of the converge loop have in common: read the payload, hold the baton, act once, keep a record. */

import type { Baton } from "../../orchestrator/baton";
import { InvalidInput } from "../../orchestrator/errors";
import type { PlannedResource } from "../../orchestrator/plan";
import type { ConvergeResult, Verb } from "../../orchestrator/resources/kind";
import { sidesOf } from "../../orchestrator/workflow";
import { BatonStore } from "../aws/baton-store";
import { FenceLedger } from "../aws/fence-ledger";
import { FreezeLedger } from "../aws/freeze-ledger";
import { holdBaton } from "../aws/holder";
import { LastSeenStore } from "../aws/last-seen-store";
import { MemoryStore } from "../aws/memory-store";
import { PromotionLedger } from "../aws/promotion-ledger";
import { RunStore } from "../aws/run-store";
import { SightingStore } from "../aws/sighting-store";
import { openTable, type Table } from "../aws/table";
import { type HandContext, type HandsFor, handFor } from "../resources/hand";
import {
  type NoticeEnvironment,
  noticeEnvironment,
  type TableEnvironment,
  tableEnvironment,
} from "../runtime/environment";
import type { HandlerFactory, Runtime } from "../runtime/runtime";
import { drawChance, lastAnswered, lookAtPace } from "./pace";
import { type ConvergePayload, convergePayload, parsePayload } from "./payload";

/** One call of a converging step, with what it may use. */
export interface ConvergeCall<Environment extends TableEnvironment = TableEnvironment> {
  readonly payload: ConvergePayload;
  /** The payload as it came, for a step that is handed more than every converging step is. */
  readonly event: unknown;
  readonly runtime: Runtime<Environment>;
  readonly table: Table;
  readonly batons: BatonStore;
  readonly runs: RunStore;
  /** As it was when this call began; this run held it. */
  readonly baton: Baton;
  readonly loopStartedAtMs: number;
}

/** A step of the converge loop. Only the holder of the baton acts: throws `BatonHeld` otherwise. */
export function convergingStep(
  step: string,
  converge: (call: ConvergeCall) => Promise<ConvergeResult>,
): HandlerFactory<TableEnvironment> {
  return convergingFactory(tableEnvironment, step, converge);
}

/** The same for a step that also tells people. */
export function tellingStep(
  step: string,
  converge: (call: ConvergeCall<NoticeEnvironment>) => Promise<ConvergeResult>,
): HandlerFactory<NoticeEnvironment> {
  return convergingFactory(noticeEnvironment, step, converge);
}

function convergingFactory<Environment extends TableEnvironment>(
  environment: HandlerFactory<Environment>["environment"],
  step: string,
  converge: (call: ConvergeCall<Environment>) => Promise<ConvergeResult>,
): HandlerFactory<Environment> {
  return {
    environment,
    create: (runtime) => async (event) => {
      const payload = parsePayload(convergePayload, event);
      runtime.log.append({ ...payload.run, step, resourceId: payload.resourceId });
      const call = await openCall(runtime, { ...payload, previous: lastAnswered(payload.previous) }, event);
      const result = await lookAtPace({ ...payload, chance: drawChance(runtime) }, () => converge(call));
      const { status, facts, throttle } = result;
      runtime.log.info(result.detail, { status, facts, throttle });
      if (isNews(result, payload.previous)) await keepLine(call, step, result);
      return result;
    },
  };
}

async function openCall<Environment extends TableEnvironment>(
  runtime: Runtime<Environment>,
  payload: ConvergePayload,
  event: unknown,
): Promise<ConvergeCall<Environment>> {
  const table = openTable(runtime);
  const loopStartedAtMs = runtime.clock.now() - payload.elapsedSeconds * 1000;
  const batons = new BatonStore(table);
  const baton = await holdBaton(table, { ...payload, nowMs: runtime.clock.now() });
  return { payload, event, runtime, table, batons, runs: new RunStore(table), baton, loopStartedAtMs };
}

/** A poll that sees what the one before saw adds nothing to the timeline; that AWS throttles is told once for each loop. */
function isNews({ status, detail, throttle }: ConvergeResult, previous: ConvergeResult | null): boolean {
  if (previous === null || previous.status !== status || previous.detail !== detail) return true;
  return throttle?.refusal !== undefined && previous.throttle === undefined;
}

async function keepLine({ payload, runtime, runs }: ConvergeCall, step: string, result: ConvergeResult): Promise<void> {
  const { run, resourceId, enteredAt } = payload;
  const subject = resourceId === null ? step : `${step} ${resourceId}`;
  const summary = [result.detail, result.throttle?.refusal].filter((said) => said !== undefined).join(" ");
  await runs.note(run.runId, { atMs: runtime.clock.now(), enteredAt, step: subject, summary });
}

/** Carries out one verb on the resource that the call is about. Throws `InvalidInput` when the plan has no such resource. */
export async function carryOut<V extends Verb>(hands: HandsFor<V>, call: ConvergeCall): Promise<ConvergeResult> {
  const resource = resourceOf(call);
  const hand = handFor(hands, resource);
  if (!hand) throw new InvalidInput(`The kind ${resource.kind} of ${resource.id} does not have this verb.`);
  return hand(resource, handContext(call));
}

function resourceOf({ payload, runtime }: ConvergeCall): PlannedResource {
  const resource = runtime.plan.resources.find(({ id }) => id === payload.resourceId);
  if (!resource) throw new InvalidInput(`The plan has no resource named ${payload.resourceId}.`);
  return resource;
}

export function handContext(call: ConvergeCall): HandContext {
  const { runtime, payload, runs, table, baton, loopStartedAtMs } = call;
  const { runId, epoch, workflow } = payload.run;
  return {
    ...sidesOf(runtime.plan, workflow),
    runtime,
    runId,
    workflow,
    epoch,
    active: baton.active,
    batonChangedAtMs: baton.changedAtMs,
    runs,
    seen: new LastSeenStore(table),
    sightings: new SightingStore(table),
    memories: new MemoryStore(table),
    fences: new FenceLedger(table, baton),
    freezes: new FreezeLedger(table, runId),
    promotions: new PromotionLedger(table, baton),
    canWait: payload.canWait,
    loopStartedAtMs,
    previous: payload.previous,
  };
}
