/**
 * Responsible for: making one old writer unable to write, and recording how that went.
 * Triggered by: the converge loop of the failover machine, before anything is promoted.
 * If it runs twice: it looks before it acts; a verdict is written again, the latest one stands.
 * Steps: fence; turn silence and refusals of the old Region into a verdict, and keep it for the sentry, which goes on trying
 * once the run has closed. Never stops a run: the old Region may be on fire, and customers wait for the new one.
 */
import { keptFence } from "../../orchestrator/kept-fence";
import type { ConvergeResult, FenceVerdict } from "../../orchestrator/resources/kind";
import { describeFailure, isUnreachable } from "../aws/failures";
import { FenceStore } from "../aws/fence-store";
import { done, pending } from "../resources/hand";
import { FENCE } from "../resources/hands";
import { deploy } from "../runtime/deploy";
import { type ConvergeCall, carryOut, convergingStep } from "./converging-step";

/** A Region that says nothing for this long is not waited for: the fence is best effort and customers are waiting. */
const LONGEST_SILENCE_SECONDS = 10;
/** A call made this close before the deadline is the last one. */
const LAST_CALL_SECONDS = 4;

export const factory = convergingStep("fence", async (call) => {
  const result = await fence(call);
  const verdict = result.facts?.verdict;
  if (isVerdict(verdict)) await keepVerdict(call, verdict);
  return result;
});

export const handler = deploy(factory);

async function keepVerdict({ payload, runtime, runs, table }: ConvergeCall, verdict: FenceVerdict): Promise<void> {
  const { runId, executionArn } = payload.run;
  const resourceId = payload.resourceId ?? "";
  await runs.keepFenceVerdict(runId, resourceId, verdict);
  await new FenceStore(table).keep(keptFence({ resourceId, runId, executionArn, verdict }, runtime.clock.now()));
}

async function fence(call: ConvergeCall): Promise<ConvergeResult> {
  const { previous } = call.payload;
  try {
    const result = await carryOut(FENCE, call);
    const isLastCall = elapsedSeconds(call) >= call.runtime.plan.policy.deadlines.fenceSeconds - LAST_CALL_SECONDS;
    return result.status === "pending" && isLastCall ? failed(`${result.detail} The deadline has passed.`) : result;
  } catch (error) {
    if (!isUnreachable(error)) return failed(`Fencing was refused. ${describeFailure(error)}`);
    if (elapsedSeconds(call) < LONGEST_SILENCE_SECONDS) {
      return pending("The old Region does not answer; asking again.", previous?.facts);
    }
    return done(`The old Region does not answer (${describeFailure(error)}).`, { verdict: "UNREACHABLE" });
  }
}

function failed(detail: string): ConvergeResult {
  return done(detail, { verdict: "FAILED" });
}

/** Measured now: a call into a dark Region takes seconds itself. */
function elapsedSeconds({ runtime, loopStartedAtMs }: ConvergeCall): number {
  return (runtime.clock.now() - loopStartedAtMs) / 1000;
}

function isVerdict(value: unknown): value is FenceVerdict {
  return value === "FENCED" || value === "UNREACHABLE" || value === "FAILED";
}
