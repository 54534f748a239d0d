/** Rules about time: what is promised must be possible, and a deadline must leave room for what AWS does meanwhile. */
import { LONGEST_APPROVAL_SECONDS } from "../gate";
import { ALIAS_TIME_TO_LIVE_SECONDS, longestPath, SEEN_SWITCH_SECONDS, sumOf, sumSentence } from "../objectives";
import type { Plan } from "../plan";
import { describe } from "../problems";
import { fieldOf, hasKind, type Rule, refuseIf, rule } from "./rule";

/** RDS promotes in "several minutes" [doc], median about 240 s [est]; a shorter deadline would call an operator each time. */
export const LEAST_PROMOTE_SECONDS = 300;
/** A launch behind a load balancer takes about 110 s, one in twenty more than 200 s [est]. */
export const LEAST_FILL_CAPACITY_SECONDS = 200;
/** Observers have up to 8 s each, then they are asked once more. */
const LEAST_CONFIRM_SECONDS = 20;
/** A silent Region costs about 10 s before it counts as unreachable. */
const LEAST_FENCE_SECONDS = 20;
/** One look per success, a few seconds apart, with a slow answer in between. */
export const SECONDS_PER_SUCCESS = 10;
/** An event needs a minute or two from its alarm to the machine when a delivery is retried. */
const LEAST_EVENT_AGE_SECONDS = 120;
/** Nobody reads a message and decides faster. */
export const LEAST_APPROVAL_SECONDS = 300;
/** What a switch of traffic waits for. */
export const SEEING_THE_SWITCH = "Route 53 noticing who holds the baton, and an old answer of DNS going out of date";

/** A malformed deadline counts as nothing: what is left is too long all the same, or this rule stays silent. */
const fitsObjective: Rule = (plan) =>
  rule(
    ["objectives.rtoSeconds", "detection.intervalSeconds", "detection.failureThreshold"],
    (rtoSeconds, intervalSeconds, failureThreshold) => {
      const timeToLiveSeconds = fieldOf(plan, "traffic.timeToLiveSeconds") ?? 0;
      const legs = longestPath({ intervalSeconds, failureThreshold }, wellFormedDeadlines(plan), timeToLiveSeconds);
      const missingSeconds = sumOf(legs) - rtoSeconds;
      const allowed = `at least ${sumOf(legs)}, ${missingSeconds} s more, or shorter deadlines: ${sumSentence(legs)}`;
      return refuseIf(missingSeconds > 0, "objectives.rtoSeconds", rtoSeconds, allowed);
    },
  )(plan);

function wellFormedDeadlines(plan: unknown): Plan["policy"]["deadlines"] {
  const known = (deadline: keyof Plan["policy"]["deadlines"]) => fieldOf(plan, `policy.deadlines.${deadline}`) ?? 0;
  return {
    confirmSeconds: known("confirmSeconds"),
    fenceSeconds: known("fenceSeconds"),
    promoteSeconds: known("promoteSeconds"),
    fillCapacitySeconds: known("fillCapacitySeconds"),
    verifySeconds: known("verifySeconds"),
    switchTrafficSeconds: known("switchTrafficSeconds"),
  };
}

const roomForAws: readonly Rule[] = [
  (plan) =>
    hasKind(plan, "rdsReadReplica")
      ? atLeast("promoteSeconds", LEAST_PROMOTE_SECONDS, "promoting an RDS replica")(plan)
      : [],
  (plan) =>
    hasKind(plan, "autoScalingGroup")
      ? atLeast("fillCapacitySeconds", LEAST_FILL_CAPACITY_SECONDS, "launching instances behind a load balancer")(plan)
      : [],
  atLeast("confirmSeconds", LEAST_CONFIRM_SECONDS, "asking every observer twice"),
  atLeast("fenceSeconds", LEAST_FENCE_SECONDS, "finding out that a Region does not answer"),
  atLeast("switchTrafficSeconds", SEEN_SWITCH_SECONDS, SEEING_THE_SWITCH),
  rule(["policy.deadlines.verifySeconds", "verification.consecutiveSuccesses"], (verifySeconds, successes) =>
    refuseIf(
      verifySeconds < successes * SECONDS_PER_SUCCESS,
      "policy.deadlines.verifySeconds",
      verifySeconds,
      `at least ${successes * SECONDS_PER_SUCCESS}: ${SECONDS_PER_SUCCESS} s for each of ${successes} successes`,
    ),
  ),
];

const otherSpans: readonly Rule[] = [
  rule(["traffic.timeToLiveSeconds"], (seconds) =>
    refuseIf(
      seconds < ALIAS_TIME_TO_LIVE_SECONDS,
      "traffic.timeToLiveSeconds",
      seconds,
      `at least ${ALIAS_TIME_TO_LIVE_SECONDS}: Route 53 answers alias records to load balancers with that`,
    ),
  ),
  rule(["detection.largestEventAgeSeconds"], (seconds) =>
    refuseIf(
      seconds < LEAST_EVENT_AGE_SECONDS,
      "detection.largestEventAgeSeconds",
      seconds,
      `at least ${LEAST_EVENT_AGE_SECONDS}: a delivery that is retried arrives late`,
    ),
  ),
  rule(["policy.approvalTimeoutSeconds"], (seconds) =>
    refuseIf(
      seconds < LEAST_APPROVAL_SECONDS,
      "policy.approvalTimeoutSeconds",
      seconds,
      `at least ${LEAST_APPROVAL_SECONDS}: a person has to wake up, read and decide`,
    ),
  ),
  rule(["policy.approvalTimeoutSeconds"], (seconds) =>
    refuseIf(
      seconds > LONGEST_APPROVAL_SECONDS,
      "policy.approvalTimeoutSeconds",
      seconds,
      `at most ${LONGEST_APPROVAL_SECONDS}, 6 days: a run ends after 7, and what follows the answer needs the rest`,
    ),
  ),
];

export const timeRules: readonly Rule[] = [fitsObjective, ...roomForAws, ...otherSpans];

type Deadline = "promoteSeconds" | "fillCapacitySeconds" | "confirmSeconds" | "fenceSeconds" | "switchTrafficSeconds";

function atLeast(deadline: Deadline, leastSeconds: number, purpose: string): Rule {
  const path = `policy.deadlines.${deadline}` as const;
  return rule([path], (given) =>
    given < leastSeconds
      ? [{ path, given: describe(given), allowed: `at least ${leastSeconds}: ${purpose} takes as long` }]
      : [],
  );
}
