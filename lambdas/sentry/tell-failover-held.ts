/**
 * Tells on-call, once for each outage and then hourly, that the primary does not answer and that what holds the baton
 * keeps a failover from starting: also a failover's own question, where that is older than the outage.
 */
import { failoverHeldNotice, type Hold, heldOccasion, isFailoverHeld } from "../../orchestrator/failover-held";
import { gateStateAt } from "../../orchestrator/gate";
import type { NoticeContext } from "../../orchestrator/notice";
import type { Watch } from "../../orchestrator/watch";
import { describeFailure } from "../aws/failures";
import { GateStore } from "../aws/gate-store";
import { Notifier } from "../aws/notifier";
import { readStanding } from "../aws/standing";
import type { NoticeEnvironment } from "../runtime/environment";
import { holdingRun } from "./holding-run";
import type { Looking } from "./keep-watch";
import { seeOutage } from "./see-outage";

/** Never throws: the sentry's look goes on. One that could not be sent is tried again at the next look. */
export async function tellFailoverHeld(looking: Looking<NoticeEnvironment>, watch: Watch): Promise<void> {
  const { runtime, table, baton } = looking;
  const run = holdingRun(baton);
  if (run === null || !isFailoverHeld(baton)) return;
  try {
    const outage = await seeOutage(runtime, watch);
    if (outage === null) return;
    const hold = await describeHold(looking, run);
    const nowMs = runtime.clock.now();
    const occasion = heldOccasion(outage, hold, nowMs);
    if (occasion === null) return;
    const notice = failoverHeldNotice({ plan: runtime.plan, run }, { ...outage, hold, nowMs });
    await new Notifier(runtime, table).send(run.runId, notice, occasion);
  } catch (error) {
    runtime.log.error(`On-call could not be told that no failover starts: ${describeFailure(error)}`);
  }
}

async function describeHold(
  { runtime, table, baton, ending }: Looking,
  { runId, workflow }: NoticeContext["run"],
): Promise<Hold> {
  const standing = await readStanding(runtime, table, runId);
  if (baton.phase === "needs-operator") {
    return { workflow, standing, state: "operator called", sinceMs: baton.changedAtMs };
  }
  if (ending !== null) return { workflow, standing, state: "over", sinceMs: ending.atMs };
  const gate = await new GateStore(table).read(runId);
  const asked = gate !== null && gateStateAt(gate, runtime.clock.now()) === "open" ? gate : null;
  if (asked === null) return { workflow, standing, state: "at work", sinceMs: baton.changedAtMs };
  const sinceMs = workflow === "failover" ? asked.openedAtMs : baton.changedAtMs;
  return { workflow, standing, state: "asks", sinceMs };
}
