/** Retry and Catch of Task, Parallel and Map states. */
import { toData } from "./data";
import { StateFailure, TIMEOUT_ERROR } from "./failure";
import { type Departure, leave } from "./leave";
import type { Catcher, RecoverableState, Retrier } from "./machine";
import { pauseUntil } from "./pause";
import type { Visit } from "./visit";

/** What a kind of state does with a failure that will not be retried, before it is caught or passed on. */
type GivingUp = (failure: StateFailure, isCaught: boolean) => void;

/** Runs a state's work until it succeeds, is caught, or fails for good. */
export async function withRecovery(
  visit: Visit<RecoverableState>,
  work: () => Promise<Departure>,
  giveUp: GivingUp,
): Promise<Departure> {
  const retriesOf = new Map<Retrier, number>();
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StateFailure && error.isCatchable)) throw error;
      const delayMs = retryDelayMs(visit, error, retriesOf);
      if (delayMs === null) return takeCatcher(visit, error, giveUp);
      const { execution, cancellation } = visit.branch;
      if (delayMs > 0) await pauseUntil(execution.clock, execution.clock.now() + delayMs, cancellation);
      visit.retryCount += 1;
    }
  }
}

/** Null when no retrier is willing (any more). */
function retryDelayMs(
  visit: Visit<RecoverableState>,
  failure: StateFailure,
  retriesOf: Map<Retrier, number>,
): number | null {
  const retrier = visit.state.retriers.find(({ errorEquals }) => matchesFailure(errorEquals, failure));
  if (!retrier) return null;
  const retries = retriesOf.get(retrier) ?? 0;
  if (retries >= retrier.maxAttempts) return null;
  retriesOf.set(retrier, retries + 1);
  const delayMs = 1000 * backoffSeconds(retrier, retries);
  return retrier.hasFullJitter ? delayMs * visit.branch.execution.sources.random() : delayMs;
}

/** IntervalSeconds x BackoffRate^(retries so far), capped by MaxDelaySeconds. */
export function backoffSeconds(retrier: Retrier, retries: number): number {
  return Math.min(retrier.intervalSeconds * retrier.backoffRate ** retries, retrier.maxDelaySeconds);
}

async function takeCatcher(
  visit: Visit<RecoverableState>,
  failure: StateFailure,
  giveUp: GivingUp,
): Promise<Departure> {
  const catcher = visit.state.catchers.find(({ errorEquals }) => matchesFailure(errorEquals, failure));
  giveUp(failure, catcher !== undefined);
  if (!catcher) throw failure;
  return leaveCaught(visit, catcher, failure);
}

function leaveCaught(visit: Visit, catcher: Catcher, failure: StateFailure): Promise<Departure> {
  const errorOutput = failure.toErrorOutput();
  return leave(visit, catcher, toData(errorOutput), { errorOutput });
}

/** A failure without a name is matched by `States.ALL` only. */
function matchesFailure(errorEquals: readonly string[], failure: StateFailure): boolean {
  if (errorEquals.includes("States.ALL")) return true;
  if (failure.error === undefined) return false;
  if (errorEquals.includes(failure.error)) return true;
  return failure.fromTask && failure.error !== TIMEOUT_ERROR && errorEquals.includes("States.TaskFailed");
}
