/** Everything that the steps of the converge loop have in common: read the payload, hold the baton, act once, keep a record. */

import { InvalidInput } from "../../orchestrator/errors";
import type { PlannedResource } from "../../orchestrator/plan";
import type { ConvergeResult, Verb } from "../../orchestrator/resources/kind";
import { BatonStore } from "../aws/baton-store";
import { LastSeenStore } from "../aws/last-seen-store";
import { RunStore } from "../aws/run-store";
import { openTable, type Table } from "../aws/table";
import { type HandContext, type HandsFor, handFor } from "../resources/hand";
import { type TableEnvironment, tableEnvironment } from "../runtime/environment";
import type { HandlerFactory, Runtime } from "../runtime/runtime";
import { type ConvergePayload, convergePayload, parsePayload } from "./payload";

/** One call of a converging step, with what it may use. */
export interface ConvergeCall {
  readonly payload: ConvergePayload;
  readonly runtime: Runtime<TableEnvironment>;
  readonly table: Table;
  readonly batons: BatonStore;
  readonly runs: RunStore;
  readonly loopStartedAtMs: number;
}

/** A step of the converge loop. Only the holder of the baton acts: throws `BatonHeld` otherwise. */
export function convergingStep(
  step: string,
  converge: (call: ConvergeCall) => Promise<ConvergeResult>,
): HandlerFactory<TableEnvironment> {
  return {
    environment: tableEnvironment,
    create: (runtime) => async (event) => {
      const payload = parsePayload(convergePayload, event);
      runtime.log.append({ ...payload.run, step, resourceId: payload.resourceId });
      const call = openCall(runtime, payload);
      await call.batons.requireHolder(payload.run.executionArn);
      const result = await converge(call);
      runtime.log.info(result.detail, { status: result.status, facts: result.facts });
      if (isNews(result, payload.previous)) await keepLine(call, step, result);
      return result;
    },
  };
}

function openCall(runtime: Runtime<TableEnvironment>, payload: ConvergePayload): ConvergeCall {
  const table = openTable(runtime);
  const loopStartedAtMs = runtime.clock.now() - payload.elapsedSeconds * 1000;
  return { payload, runtime, table, batons: new BatonStore(table), runs: new RunStore(table), loopStartedAtMs };
}

/** A poll that sees what the one before saw adds nothing to the timeline. */
function isNews(result: ConvergeResult, previous: ConvergeResult | null): boolean {
  return previous === null || previous.status !== result.status || previous.detail !== result.detail;
}

async function keepLine({ payload, runtime, runs }: ConvergeCall, step: string, result: ConvergeResult): Promise<void> {
  const { run, resourceId, enteredAt } = payload;
  const subject = resourceId === null ? step : `${step} ${resourceId}`;
  await runs.note(run.runId, { atMs: runtime.clock.now(), enteredAt, step: subject, summary: result.detail });
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

export function handContext({ runtime, payload, runs, table, loopStartedAtMs }: ConvergeCall): HandContext {
  const { run, previous } = payload;
  return { runtime, runId: run.runId, runs, seen: new LastSeenStore(table), loopStartedAtMs, previous };
}
