/** The run that holds the baton, as messages name it; and what has become of it, which nobody may have written down. */

import type { Baton } from "../../orchestrator/baton";
import { runIdOf } from "../../orchestrator/names";
import type { NoticeContext } from "../../orchestrator/notice";
import { describeFailure } from "../aws/failures";
import { describeEnding, type Ending } from "../run-ended/describe-ending";
import type { Runtime } from "../runtime/runtime";

/** Null where nobody holds it. */
export function holdingRun({ holder, workflow }: Baton): NoticeContext["run"] | null {
  if (holder === null) return null;
  return { runId: runIdOf(holder), executionArn: holder, workflow: workflow ?? "failover" };
}

/**
 * How the holder has ended, asked once for each look of the sentry. Null while it runs, where nobody holds the baton, and where that
 * cannot be found out: then the run counts as at work. The read may be seconds old; the next look sees a redrive. Never throws.
 */
export async function endingOfHolder(runtime: Runtime<unknown>, { holder }: Baton): Promise<Ending | null> {
  if (holder === null) return null;
  try {
    return await describeEnding(runtime, holder);
  } catch (error) {
    runtime.log.error(`Whether the run that holds the baton is over cannot be found out: ${describeFailure(error)}`);
    return null;
  }
}

/** The run that may be waiting for an answer. One that is over, or has called an operator, takes none: its question is void. */
export function waitingRun(baton: Baton, ending: Ending | null): NoticeContext["run"] | null {
  return ending !== null || baton.phase === "needs-operator" ? null : holdingRun(baton);
}
