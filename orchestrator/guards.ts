/**
 * Guards: what stands between a failover that the evidence allows and doing it without a person. A guard never says no;
 * it says "ask", with its reason. Each is one function from the circumstances to a sentence, or to nothing.
 *
 * Which guards a request by a person passes: automation paused, a run aborted before, cool-down, circuit breaker, approval
 * mode and a primary that was never seen healthy, or not for long, exist to stop a machine from acting alone, and a person who
 * starts a run has already decided. Old evidence, replication lag and readiness are facts that this person may not know, so they still ask.
 */

import { isPaused, pauseText } from "./automation";
import type { Baton } from "./baton";
import { firstSignMs, knownLagSeconds } from "./data-loss";
import type { Evidence } from "./evidence";
import { spanUpText } from "./message-text";
import { runIdOf } from "./names";
import type { Plan } from "./plan";
import type { Promotion } from "./promotion";
import { resourcesWith } from "./resources/meanings";
import type { LastSeen, Readiness } from "./run";
import { clause, plainCause, sentence } from "./sentences";

export interface Circumstances {
  readonly plan: Plan;
  readonly baton: Baton;
  readonly evidence: Evidence;
  /** What the sentry last saw of each replica while the primary was healthy. */
  readonly lagBeforeIncident: readonly LastSeen[];
  /** Promotions that this move has asked for already, be it by a run that is dead. */
  readonly promotions: readonly Promotion[];
  /** What the early warm-up found. */
  readonly readiness: readonly Readiness[];
  /** When the sentry last saw the primary healthy (epoch milliseconds); null: never. */
  readonly primaryServedAtMs: number | null;
  readonly nowMs: number;
}

type Guard = (circumstances: Circumstances) => string | undefined;

/**
 * Paused automation asks instead of standing down: pausing takes the decision away from the machine, it does not make an
 * outage acceptable. Standing down would leave on-call with a dead Region and nothing waiting for their word.
 */
const automationPaused: Guard = ({ baton: { automation }, nowMs }) =>
  isPaused(automation, nowMs) ? `Automation is ${pauseText(automation)}.` : undefined;

/** Whoever aborts a run says stop: a machine that takes over from it goes on only by another word. */
const runAborted: Guard = ({ baton: { aborted } }) =>
  aborted === null ? undefined : `Somebody aborted the run ${runIdOf(aborted)}, from which this one took over.`;

/** After one failover none starts by itself for a while: two in a row mean that moving does not help. */
const coolDown: Guard = ({ plan, baton, nowMs }) => {
  const latestMs = Math.max(...baton.recentFailovers);
  const endsAtMs = latestMs + plan.policy.coolDownSeconds * 1000;
  if (endsAtMs <= nowMs) return undefined;
  return `The last failover was at ${isoTime(latestMs)}; the plan's cool-down lasts until ${isoTime(endsAtMs)}.`;
};

/** Circuit breaker: more failovers in the window than the plan allows. */
const circuitBreaker: Guard = ({ plan, baton, nowMs }) => {
  const { count, windowSeconds } = plan.policy.failoversPerWindow;
  const within = baton.recentFailovers.filter((atMs) => atMs > nowMs - windowSeconds * 1000).length;
  if (within < count) return undefined;
  return `${within} of at most ${count} failovers already happened within the last ${windowSeconds} s.`;
};

/** The plan itself wants a person to decide. */
const approvalMode: Guard = ({ plan }) =>
  plan.policy.mode === "approval" ? "The plan says that a person approves every failover." : undefined;

/** A first deployment with a wrong address sees the same as an outage does, from every place at once. */
const neverServed: Guard = ({ plan, primaryServedAtMs }) => {
  if (primaryServedAtMs !== null) return undefined;
  return `Baton has never seen the primary healthy: this may be no outage but a wrong detection.healthUrl (${plan.detection.healthUrl}).`;
};

/**
 * Alarms and sentry start a run within minutes of the first failed probe, and it decides within minutes more. Whatever decides
 * much later, as after a redrive, was preceded by a time in which the primary may have served without being seen, and without
 * replicating: the lag before that says nothing of its writes.
 */
export const LONGEST_UNSEEN_SECONDS = 30 * 60;

const longUnseen: Guard = ({ evidence, lagBeforeIncident }) => {
  const signMs = Math.min(...lagBeforeIncident.map((seen) => firstSignMs(seen, evidence)));
  const unseenSeconds = (evidence.gatheredAtMs - signMs) / 1000;
  if (unseenSeconds <= LONGEST_UNSEEN_SECONDS) return undefined;
  return `The first failed probe is ${spanUpText(unseenSeconds)} old: if the primary served on unseen, all that it took since may be lost.`;
};

/** Lag before the incident above the plan's limit, or unknown: more data would be lost than the plan allows unasked. */
const dataLossLimit: Guard = ({ plan, evidence, lagBeforeIncident }) => {
  const largest = plan.policy.largestDataLossSeconds;
  const problems = resourcesWith(plan, "promote").flatMap(({ id }) => {
    const seen = lagBeforeIncident.find(({ resourceId }) => resourceId === id);
    const lagSeconds = seen ? knownLagSeconds(seen, evidence) : null;
    if (lagSeconds === null) return [`The replication lag of ${id} before the incident is not known.`];
    return lagSeconds > largest
      ? [`The replication lag of ${id} was ${spanUpText(lagSeconds)}; the plan allows ${spanUpText(largest)}.`]
      : [];
  });
  return problems.length > 0 ? problems.join(" ") : undefined;
};

/** The machine looks anew before it decides; evidence this old says that nobody could. */
export const LARGEST_EVIDENCE_AGE_SECONDS = 120;

const oldEvidence: Guard = ({ evidence, nowMs }) => {
  const ageSeconds = (nowMs - evidence.gatheredAtMs) / 1000;
  if (ageSeconds <= LARGEST_EVIDENCE_AGE_SECONDS) return undefined;
  return `The latest look at the primary is ${spanUpText(ageSeconds)} old, and nobody could look again: it may serve.`;
};

/** Something in the standby needs a person first. */
const standbyReady: Guard = ({ readiness }) => {
  const blocked = readiness.filter(({ status }) => status === "blocked");
  if (blocked.length === 0) return undefined;
  const details = blocked.map(({ resourceId, detail }) => `${resourceId}: ${clause(plainCause(detail))}`);
  return sentence(`The standby is not ready: ${details.join("; ")}`);
};

/** Guards that stop a machine from acting alone. */
const GUARDS_FOR_AUTOMATION: readonly Guard[] = [
  automationPaused,
  runAborted,
  approvalMode,
  coolDown,
  circuitBreaker,
  neverServed,
  longUnseen,
];
/** Guards about facts that anybody should see before data is lost. */
const GUARDS_FOR_EVERYBODY: readonly Guard[] = [oldEvidence, dataLossLimit, standbyReady];

/** Reasons to ask, in the order of judging; empty means that nothing stands in the way. */
export function reasonsToAsk(circumstances: Circumstances, startedBy: "machine" | "person"): string[] {
  const guards = startedBy === "machine" ? [...GUARDS_FOR_AUTOMATION, ...GUARDS_FOR_EVERYBODY] : GUARDS_FOR_EVERYBODY;
  return guards.map((guard) => guard(circumstances)).filter((reason) => reason !== undefined);
}

function isoTime(atMs: number): string {
  return new Date(atMs).toISOString();
}
