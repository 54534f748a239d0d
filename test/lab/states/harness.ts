/** Runs definitions in virtual time and shows histories in one line per event. */

import { RandomSource } from "../../../lab/kernel/random";
import { VirtualClock } from "../../../lab/kernel/virtual-clock";
import { type Definition, startExecution } from "../../../lab/states/engine";
import type { HistoryEvent } from "../../../lab/states/history-event";
import type { Json } from "../../../lab/states/json";
import type { EngineOptions, ExecutionHandle, ExecutionResult } from "../../../lab/states/types";

export const START_MS = Date.UTC(2026, 2, 1, 12);
export const INVOKE = "arn:aws:states:::lambda:invoke";
export const TOKEN_INVOKE = "arn:aws:states:::lambda:invoke.waitForTaskToken";
const LONGEST_RUN_MS = 400 * 86_400_000;

export type Setup = Partial<EngineOptions> & { readonly input?: Json; readonly seed?: number };

export interface World {
  readonly clock: VirtualClock;
  readonly handle: ExecutionHandle;
  /** Lets virtual time pass until the execution is over (or for 400 days) and answers its result. */
  finish(): Promise<ExecutionResult>;
}

/** A machine of these states; it starts at the first one. */
export function machine(states: Readonly<Record<string, object>>, extra: object = {}): object {
  return { QueryLanguage: "JSONata", StartAt: Object.keys(states)[0], States: states, ...extra };
}

/** One state that ends the machine. */
export function single(state: object): object {
  return machine({
    Only: {
      ...state,
      ...("Type" in state && ["Succeed", "Fail", "Choice"].includes(String(state.Type)) ? {} : { End: true }),
    },
  });
}

export function begin(definition: Definition, { input = {}, seed = 1, ...options }: Setup = {}): World {
  const clock = new VirtualClock(START_MS);
  const random = new RandomSource(seed);
  const sources = { clock, random: () => random.next(), uuid: () => random.uuid(), invoke: () => ({}) };
  const handle = startExecution(definition, input, { ...sources, ...options });
  const finish = async () => {
    let result: ExecutionResult | undefined;
    handle.finished.then((ended) => {
      result = ended;
    });
    await clock.run(START_MS + LONGEST_RUN_MS, () => result !== undefined);
    if (!result) throw new Error("the execution does not end");
    return result;
  };
  return { clock, handle, finish };
}

export function run(definition: Definition, setup: Setup = {}): Promise<ExecutionResult> {
  return begin(definition, setup).finish();
}

/** `5<4 TaskSucceeded`: id, previous id, type. */
export function outline(history: readonly HistoryEvent[]): string[] {
  return history.map(({ id, previousEventId, type }) => `${id}<${previousEventId} ${type}`);
}

export function types(history: readonly HistoryEvent[]): string[] {
  return history.map(({ type }) => type);
}

/** Seconds since the start at which events of a type were noted. */
export function secondsOf(history: readonly HistoryEvent[], type: string): number[] {
  return history.filter((event) => event.type === type).map(({ timestamp }) => (timestamp.getTime() - START_MS) / 1000);
}

/** An error as a task's rejection carries it. */
export function taskError(name: string, message = "it broke"): Error {
  return Object.assign(new Error(message), { name });
}
