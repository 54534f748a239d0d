/** Rules about planned moves: a deadline that AWS cannot keep would abandon every failback, after hours of work. */
import { LOOK_SECONDS_PER_RESOURCE } from "../machine-limits";
import { SEEN_SWITCH_SECONDS } from "../objectives";
import type { Plan, ResourceKind } from "../plan";
import { fieldOf, hasKind, type Rule, refuseIf, rule } from "./rule";
import {
  LEAST_APPROVAL_SECONDS,
  LEAST_FILL_CAPACITY_SECONDS,
  LEAST_PROMOTE_SECONDS,
  SECONDS_PER_SUCCESS,
  SEEING_THE_SWITCH,
} from "./time";

/** Creating a cross-Region replica takes about 90 min and "can take hours" [doc]/[est]. */
const LEAST_REPLICA_SECONDS = 2 * 3600;
/** A change of security groups and a reboot, each a minute or less [est]. */
const LEAST_FREEZE_SECONDS = 120;
/** Asked for, swapped, rebooting, rebooted, and one to spare. */
const LOOKS_TO_FREEZE = 5;
/** All look at the same moment, and of so many more AWS throttles another round of changes or reboots [est]. */
const DATABASES_PER_ROUND = 12;
/** What AWS takes of its own beside the distance of looks, where that is what takes longest [est]. */
const FREEZE_MARGIN_SECONDS = 40;
/** Lag is measured once a minute and shown up to half a minute later [doc]/[est]; the first whole minute after the freeze counts. */
const LEAST_DRAIN_SECONDS = 240;
/** An execution may take a week, and a redrive has to fit in as well. */
const LONGEST_MOVE_SECONDS = 6 * 86_400;

/** The more databases, the further apart the looks at each; and each look brings it one step further. */
export function leastFreezeSeconds(databases: number): number {
  const looks = LOOKS_TO_FREEZE + Math.ceil(databases / DATABASES_PER_ROUND);
  return Math.max(LEAST_FREEZE_SECONDS, FREEZE_MARGIN_SECONDS + looks * LOOK_SECONDS_PER_RESOURCE * databases);
}

type Deadline = keyof Plan["failback"]["deadlines"];

const roomForAws: readonly Rule[] = [
  atLeast("rebuildSeconds", LEAST_REPLICA_SECONDS, "creating a cross-Region replica", "rdsReadReplica"),
  atLeast("protectSeconds", LEAST_REPLICA_SECONDS, "creating a cross-Region replica", "rdsReadReplica"),
  rule(["failback.deadlines.freezeSeconds", "resources"], (given, resources) => {
    const databases = resources.filter(({ kind }) => kind === "rdsReadReplica").length;
    const least = leastFreezeSeconds(databases);
    const purpose = `moving ${databases === 1 ? "a writer" : `${databases} writers`} into quarantine and rebooting takes as long`;
    return refuseIf(
      databases > 0 && given < least,
      "failback.deadlines.freezeSeconds",
      given,
      `at least ${least}: ${purpose}`,
    );
  }),
  atLeast("drainSeconds", LEAST_DRAIN_SECONDS, "a measurement of lag after the freeze", "rdsReadReplica"),
  atLeast("promoteSeconds", LEAST_PROMOTE_SECONDS, "promoting an RDS replica", "rdsReadReplica"),
  atLeast("warmUpSeconds", LEAST_FILL_CAPACITY_SECONDS, "launching instances", "autoScalingGroup"),
  atLeast("switchTrafficSeconds", SEEN_SWITCH_SECONDS, SEEING_THE_SWITCH),
  rule(["failback.deadlines.verifySeconds", "verification.consecutiveSuccesses"], (verifySeconds, successes) =>
    refuseIf(
      verifySeconds < successes * SECONDS_PER_SUCCESS,
      "failback.deadlines.verifySeconds",
      verifySeconds,
      `at least ${successes * SECONDS_PER_SUCCESS}: ${SECONDS_PER_SUCCESS} s for each of ${successes} successes`,
    ),
  ),
];

const spans: readonly Rule[] = [
  rule(["failback.deadlines.settleSeconds", "failback.settlingSeconds"], (settleSeconds, settlingSeconds) =>
    refuseIf(
      settleSeconds < 2 * settlingSeconds,
      "failback.deadlines.settleSeconds",
      settleSeconds,
      `at least ${2 * settlingSeconds}, twice failback.settlingSeconds: one bad look starts the count again`,
    ),
  ),
  rule(["failback.approvalTimeoutSeconds"], (given) =>
    refuseIf(
      given < LEAST_APPROVAL_SECONDS,
      "failback.approvalTimeoutSeconds",
      given,
      `at least ${LEAST_APPROVAL_SECONDS}: a person has to wake up, read and decide`,
    ),
  ),
  rule(["failback.approvalTimeoutSeconds", "failback.deadlines"], (approvalSeconds, deadlines) => {
    const longestSeconds = Object.values(deadlines).reduce((sum, each) => sum + each, approvalSeconds);
    const allowed = `at most ${LONGEST_MOVE_SECONDS} together with all deadlines; now ${longestSeconds}: an execution ends after a week`;
    return refuseIf(longestSeconds > LONGEST_MOVE_SECONDS, "failback.approvalTimeoutSeconds", approvalSeconds, allowed);
  }),
];

export const failbackRules: readonly Rule[] = [...roomForAws, ...spans];

function atLeast(deadline: Deadline, leastSeconds: number, purpose: string, kind?: ResourceKind): Rule {
  const path = `failback.deadlines.${deadline}` as const;
  return (plan) => {
    const given = fieldOf(plan, path);
    if (given === undefined || (kind && !hasKind(plan, kind))) return [];
    return refuseIf(given < leastSeconds, path, given, `at least ${leastSeconds}: ${purpose} takes as long`);
  };
}
