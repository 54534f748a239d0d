/**
 * Responsible for: watching the primary from the standby Region, independently of Route 53 and of us-east-1; starting a run
 * where an outage goes on and no alarm has anything new to say; remembering what a failover needs to know once the primary
 * is dark; fencing it when it comes back after one; keeping on-call informed of an open question; seeing that customers are
 * where the baton is, and that the witness is there.
 * Triggered by: a schedule, every minute.
 * If it runs twice: it reports and remembers the same again; of two that fence, one goes on; a reminder is claimed by one
 * and sent once; a run that both start is one execution.
 * Steps: probe the application; report the result as a metric, which the sentry's alarm watches; send a question that did not
 * get out, remind once of one whose time is nearly up; page for a run that is over, holds the baton and could not say so;
 * look up where customers are sent; ask the witness, when it is time; give a promoted database its settings back; where the
 * standby is active, ask whether it serves.
 * After a failover, and beside one that promotes or waits for an operator once it does, go on with fences that found the old
 * Region silent, for as long as this invocation may take. Beside that, while the primary is active, keep the watch: when
 * healthy and nobody holds the baton, remember capacity, replication lag and the ID of the health check, see whether what
 * the plan names is there, and tell whoever was asked meanwhile; when Route 53's checkers do not reach what it reaches itself,
 * report that; when not healthy, start a run if one is due, or say what is in its way. Traffic is never touched: this
 * function may not write the baton.
 */
import { SENTRY_LOOK, SENTRY_METRIC } from "../../orchestrator/watching";
import { BatonStore } from "../aws/baton-store";
import { LastSeenStore } from "../aws/last-seen-store";
import { reportMetric } from "../aws/own-metrics";
import { openTable } from "../aws/table";
import type { Opinion } from "../observers/observer";
import { probeApplication } from "../observers/own-probe";
import { deploy } from "../runtime/deploy";
import { type NoticeEnvironment, noticeEnvironment } from "../runtime/environment";
import type { HandlerFactory, Runtime } from "../runtime/runtime";
import { askAgain } from "./ask-again";
import { checkWitness } from "./check-witness";
import { endingOfHolder, waitingRun } from "./holding-run";
import { keepFencing } from "./keep-fencing";
import { keepWatch, type Looked, type Looking } from "./keep-watch";
import { pageAgain } from "./page-again";
import { rememberHealthCheck, rememberPrimary } from "./remember";
import { remindOfQuestion } from "./remind";
import { restoreSettings } from "./restore-settings";
import { sightPrimary } from "./sight-primary";
import { startRunIfDue } from "./start-run";
import { tellFailoverHeld } from "./tell-failover-held";
import { tellPrimaryAnswers } from "./tell-primary-answers";
import { watchCustomers } from "./watch-customers";
import { watchStandby } from "./watch-standby";
import { watchTraffic } from "./watch-traffic";

export const factory: HandlerFactory<NoticeEnvironment> = {
  environment: noticeEnvironment,
  create: (runtime) => async (_event, invocation) => {
    const opinion = await look(runtime);
    const isHealthy = opinion.verdict === "UP";
    // First and alone: whatever fails afterwards, the alarm has its datapoint; where this fails, the alarm on missing data tells.
    await reportMetric(runtime, SENTRY_METRIC, isHealthy ? 0 : 1);
    runtime.log.info(opinion.detail, { isHealthy });
    const table = openTable(runtime);
    const baton = await new BatonStore(table).read();
    const ending = await endingOfHolder(runtime, baton);
    const waiting = waitingRun(baton, ending);
    await askAgain(runtime, waiting);
    await remindOfQuestion(runtime, waiting);
    await pageAgain(runtime, baton, ending);
    await Promise.all([
      watchTraffic(runtime, baton),
      checkWitness(runtime, table, baton),
      restoreSettings(runtime, table, baton),
      watchStandby(runtime, table, baton),
    ]);
    // Beside each other: fencing takes what the invocation has left, and neither must wait for the other or fail with it.
    const ends = await Promise.allSettled([
      keepFencing({ runtime, table, baton, isHolderOver: ending !== null, invocation, isServing: isHealthy }),
      watchPrimary({ runtime, table, baton, ending, isHealthy }),
    ]);
    for (const end of ends) if (end.status === "rejected") throw end.reason;
  },
};

export const handler = deploy(factory);

async function look(runtime: Runtime<NoticeEnvironment>): Promise<Opinion> {
  const first = await probeApplication(runtime);
  if (first.verdict === "UP") return first;
  await runtime.clock.sleep(1000 * SENTRY_LOOK.secondProbeAfterSeconds);
  return probeApplication(runtime);
}

/** While the standby serves nobody fails over from it: there is nothing here to watch for. */
async function watchPrimary(looking: Looking<NoticeEnvironment>): Promise<void> {
  if (looking.baton.active !== "primary") return;
  const looked = await keepWatch(looking);
  await remember(looking, looked);
  await tellPrimaryAnswers(looking, looked.watch);
  await tellFailoverHeld(looking, looked.watch);
  await watchCustomers(looking, looked.watch);
  await startRunIfDue(looking, looked);
}

/**
 * A primary that only the witness can see goes on serving: what is lost when it ends is counted from then, with a replica
 * that may have been cut off long before.
 */
async function remember({ runtime, table, baton, isHealthy }: Looking, { witness }: Looked): Promise<void> {
  const seen = new LastSeenStore(table);
  if (!isHealthy && witness !== "UP") return seen.markUnhealthy(runtime.plan.resources, runtime.clock.now());
  // What was known before a run stays known to it: an incident shrinks groups and stretches the lag before it is over.
  if (baton.holder !== null) return seen.markServing(runtime.plan.resources, runtime.clock.now());
  const looks = isHealthy ? [rememberHealthCheck(runtime, seen), sightPrimary(runtime, table)] : [];
  await Promise.all([rememberPrimary(runtime, seen), ...looks]);
}
