/**
 * Responsible for: making one old writer unable to write, and recording how that went.
 * Triggered by: the converge loop of the failover machine, before anything is promoted.
 * If it runs twice: it looks before it acts; a verdict is written again, the latest one stands.
 * Steps: touch nothing on a decision after which the failover has stood still; keep on record that the fence begins, for
 * whoever stands down; fence; turn silence and refusals of the old Region into a verdict, and keep it for the sentry,
 * which goes on trying once the run has closed. Never stops a run: the old Region may be on fire, and customers wait for
 * the new one.
 */
import { keptFence } from "../../orchestrator/kept-fence";
import type { ConvergeResult, FenceVerdict } from "../../orchestrator/resources/kind";
import { OUT_OF_DATE } from "../../orchestrator/standing-decision";
import { describeFailure, isServerError } from "../aws/failures";
import { FenceLedger } from "../aws/fence-ledger";
import { FenceStore } from "../aws/fence-store";
import { attemptFence } from "../resources/fence-attempt";
import { done, pending } from "../resources/hand";
import { FENCE } from "../resources/hands";
import { deploy } from "../runtime/deploy";
import { type ConvergeCall, carryOut, convergingStep } from "./converging-step";
import { standstillSinceDecision } from "./standing-decision";

/** A Region that says nothing for this long is not waited for: the fence is best effort and customers are waiting. */
const LONGEST_SILENCE_SECONDS = 10;
/** A call made this close before the deadline is the last one. */
const LAST_CALL_SECONDS = 4;

export const factory = convergingStep("fence", async (call) => {
  const standstill = await standstillSinceDecision(call);
  if (standstill !== null) return done(standstill, { verdict: OUT_OF_DATE });
  if (call.payload.previous === null) await keepBeginning(call);
  const result = await fence(call);
  const verdict = result.facts?.verdict;
  if (isVerdict(verdict)) await keepVerdict(call, verdict);
  return result;
});

export const handler = deploy(factory);

/** Before the old Region is asked: a run that dies after that leaves no verdict. */
async function keepBeginning({ payload, runtime, table, baton }: ConvergeCall): Promise<void> {
  const { runId, epoch } = payload.run;
  const resourceId = payload.resourceId ?? "";
  await new FenceLedger(table, baton).beginning({ resourceId, runId, epoch, beganAtMs: runtime.clock.now() });
}

async function keepVerdict({ payload, runtime, runs, table }: ConvergeCall, verdict: FenceVerdict): Promise<void> {
  const { runId, executionArn } = payload.run;
  const resourceId = payload.resourceId ?? "";
  await runs.keepFenceVerdict(runId, resourceId, verdict);
  await new FenceStore(table).keep(keptFence({ resourceId, runId, executionArn, verdict }, runtime.clock.now()));
}

async function fence(call: ConvergeCall): Promise<ConvergeResult> {
  const { previous } = call.payload;
  const attempt = await attemptFence(previous, () => carryOut(FENCE, call));
  const result = "silence" in attempt ? silent(call, attempt.silence) : answered(call, attempt.result);
  const isLastCall = secondsSince(call, call.loopStartedAtMs) >= lastCallSeconds(call);
  if (result.status !== "pending" || !isLastCall) return result;
  return done(`${result.detail} The deadline has passed.`, { verdict: "FAILED" });
}

/** Silence counts from the last answer on, or from the beginning where there was none. */
function answered({ runtime }: ConvergeCall, result: ConvergeResult): ConvergeResult {
  if (result.status !== "pending") return result;
  return pending(result.detail, { ...result.facts, answeredAtMs: runtime.clock.now() });
}

/** A Region that has answered and now says that it is broken may mend within the deadline; one that never did is dark. */
function silent(call: ConvergeCall, failure: unknown): ConvergeResult {
  const facts = call.payload.previous?.facts;
  const answeredAtMs = facts?.answeredAtMs;
  const hasAnswered = typeof answeredAtMs === "number";
  if (hasAnswered && isServerError(failure)) {
    return pending(`The old Region answers with an error of its own. ${describeFailure(failure)}`, facts);
  }
  if (secondsSince(call, hasAnswered ? answeredAtMs : call.loopStartedAtMs) < LONGEST_SILENCE_SECONDS) {
    return pending("The old Region does not answer; asking again.", facts);
  }
  return done(`The old Region does not answer (${describeFailure(failure)}).`, { verdict: "UNREACHABLE" });
}

function lastCallSeconds({ runtime }: ConvergeCall): number {
  return runtime.plan.policy.deadlines.fenceSeconds - LAST_CALL_SECONDS;
}

/** Measured now: a call into a dark Region takes seconds itself. */
function secondsSince({ runtime }: ConvergeCall, sinceMs: number): number {
  return (runtime.clock.now() - sinceMs) / 1000;
}

function isVerdict(value: unknown): value is FenceVerdict {
  return value === "FENCED" || value === "UNREACHABLE" || value === "FAILED";
}
