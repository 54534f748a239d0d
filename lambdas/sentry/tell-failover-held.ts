/**
 * Tells on-call, once for each outage and then hourly, that the primary does not answer and that what holds the baton
 * keeps a failover from starting.
 */
import { failoverHeldNotice, type Hold, heldOccasion, isFailoverHeld } from "../../orchestrator/failover-held";
import type { NoticeContext } from "../../orchestrator/notice";
import type { Watch } from "../../orchestrator/watch";
import { describeFailure } from "../aws/failures";
import { GateStore } from "../aws/gate-store";
import { Notifier } from "../aws/notifier";
import { readStanding } from "../aws/standing";
import type { NoticeEnvironment } from "../runtime/environment";
import { holdingRun } from "./holding-run";
import type { Looking } from "./keep-watch";

/** Never throws: the sentry's look goes on. One that could not be sent is tried again at the next look. */
export async function tellFailoverHeld(looking: Looking<NoticeEnvironment>, watch: Watch): Promise<void> {
  const { runtime, table, baton } = looking;
  const run = holdingRun(baton);
  const { failingSinceMs } = watch;
  if (run === null || failingSinceMs === null || !isFailoverHeld(baton)) return;
  try {
    const hold = await describeHold(looking, run);
    const nowMs = runtime.clock.now();
    const occasion = heldOccasion(watch, hold, nowMs);
    if (occasion === null) return;
    const notice = failoverHeldNotice({ plan: runtime.plan, run }, { hold, failingSinceMs, nowMs });
    await new Notifier(runtime, table).send(run.runId, notice, occasion);
  } catch (error) {
    runtime.log.error(`On-call could not be told that no failover starts: ${describeFailure(error)}`);
  }
}

async function describeHold(
  { runtime, table, baton }: Looking,
  { runId, workflow }: NoticeContext["run"],
): Promise<Hold> {
  const [gate, standing] = await Promise.all([new GateStore(table).read(runId), readStanding(runtime, table, runId)]);
  return {
    workflow,
    isOperatorCalled: baton.phase === "needs-operator",
    sinceMs: baton.changedAtMs,
    isQuestionOpen: gate?.status === "open",
    standing,
  };
}
