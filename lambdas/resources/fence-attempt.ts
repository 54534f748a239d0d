/** One attempt to fence: what the old Region answered, or that it said nothing. Only a refusal for good is a verdict. */
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import { describeFailure, isPassing, isUnreachable } from "../aws/failures";
import { done, pending } from "./hand";

/** `silence` is the failure of the call that got no useful answer. */
export type FenceAttempt = { readonly result: ConvergeResult } | { readonly silence: unknown };

/** `previous`: what the attempt before found; what it knows of a reboot outlives a call that was throttled. */
export async function attemptFence(
  previous: ConvergeResult | null,
  fence: () => Promise<ConvergeResult>,
): Promise<FenceAttempt> {
  try {
    return { result: await fence() };
  } catch (error) {
    if (isPassing(error)) {
      return { result: pending(`The old Region refuses for now. ${describeFailure(error)}`, previous?.facts) };
    }
    if (isUnreachable(error)) return { silence: error };
    return { result: done(`Fencing was refused. ${describeFailure(error)}`, { verdict: "FAILED" }) };
  }
}

/** For what is asked of a Region that has just answered: silence now is trouble with this call, not a dark Region. */
export async function whileItAnswers(
  previous: ConvergeResult | null,
  act: () => Promise<ConvergeResult>,
): Promise<ConvergeResult> {
  try {
    return await act();
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    const what = "The old Region can be looked at, but did not take what was asked of it.";
    return pending(`${what} ${describeFailure(error)}`, previous?.facts);
  }
}
