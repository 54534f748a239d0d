/** Tells on-call, once for each question, that the primary answers again while the run still waits for their word. */
import { isAnswerWorthTelling, primaryAnswersNotice } from "../../orchestrator/primary-answers";
import type { Watch } from "../../orchestrator/watch";
import { describeFailure } from "../aws/failures";
import { GateStore } from "../aws/gate-store";
import { RunStore } from "../aws/run-store";
import type { NoticeEnvironment } from "../runtime/environment";
import { tell } from "../steps/tell";
import { waitingRun } from "./holding-run";
import type { Looking } from "./keep-watch";

/** Never throws: the sentry's look goes on. A message that is marked as sent is not sent again, however many looks follow. */
export async function tellPrimaryAnswers(looking: Looking<NoticeEnvironment>, watch: Watch): Promise<void> {
  const { runtime, table, baton, ending } = looking;
  const run = waitingRun(baton, ending);
  if (run === null || watch.healthySinceMs === null) return;
  try {
    const [gate, record] = await Promise.all([
      new GateStore(table).read(run.runId),
      new RunStore(table).read(run.runId),
    ]);
    if (gate === null || record === null || !isAnswerWorthTelling(watch, gate, record)) return;
    const notice = primaryAnswersNotice({ plan: runtime.plan, run }, watch.healthySinceMs);
    await tell({ runtime, table, runId: run.runId, enteredAt: gate.enteredAt }, notice, gate.enteredAt);
  } catch (error) {
    runtime.log.error(`On-call could not be told that the primary answers: ${describeFailure(error)}`);
  }
}
