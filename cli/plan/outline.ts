/** What a failover of a plan would do, in order, with its arithmetic: plain data, from the orchestrator alone. */
import { QUORUM } from "../../orchestrator/evidence";
import { floorEstimate } from "../../orchestrator/floor";
import { LARGEST_EVIDENCE_AGE_SECONDS, LONGEST_UNSEEN_SECONDS } from "../../orchestrator/guards";
import { spanText } from "../../orchestrator/message-text";
import {
  type DetectionWay,
  detectionSeconds,
  detectionWays,
  type Leg,
  longestPath,
} from "../../orchestrator/objectives";
import type { Plan } from "../../orchestrator/plan";
import type { OutlineStep } from "./outline-step";
import { touchesOf } from "./touches";

export interface Outline {
  readonly application: string;
  readonly account: string;
  readonly regions: Plan["regions"];
  readonly objectives: Plan["objectives"];
  /** Until the promotion; all of it is undone when the run stands down. */
  readonly reversible: readonly OutlineStep[];
  /** From the promotion on: forward, or an operator is called. */
  readonly irreversible: readonly OutlineStep[];
  readonly longestPath: readonly Leg[];
  readonly detection: readonly DetectionWay[];
  /** What AWS itself typically needs. */
  readonly floor: readonly Leg[];
  readonly contacts: Plan["contacts"];
}

export function outlineOf(plan: Plan): Outline {
  const { application, account, regions, objectives, detection, policy, traffic, contacts } = plan;
  return {
    application,
    account,
    regions,
    objectives,
    reversible: [...watchingSteps(plan), ...decidingSteps(plan)],
    irreversible: irreversibleSteps(plan),
    longestPath: longestPath(detection, policy.deadlines, traffic.timeToLiveSeconds),
    detection: detectionWays(detection),
    floor: floorEstimate(plan),
    contacts,
  };
}

function watchingSteps(plan: Plan): readonly OutlineStep[] {
  const { detection, policy, regions } = plan;
  const { confirmSeconds } = policy.deadlines;
  const witness = regions.witness ? `, the witness in ${regions.witness}` : "";
  return [
    {
      name: "detect",
      deadlineSeconds: detectionSeconds(detection),
      what:
        `Route 53's checkers ask ${detection.healthUrl} every ${detection.intervalSeconds} s, the sentry in ` +
        `${regions.standby} every minute. Either one's alarm starts a run; a person can too.`,
      touches: [],
    },
    {
      name: "claim",
      deadlineSeconds: null,
      what: "The run takes the baton in one conditional write; while another run lives that is refused. On-call is told.",
      touches: [],
    },
    {
      name: "confirm",
      deadlineSeconds: confirmSeconds,
      what: `At least ${QUORUM} independent places must say DOWN: Route 53's checkers, ${regions.standby}${witness}.`,
      touches: [],
    },
    {
      name: "warm up",
      deadlineSeconds: confirmSeconds,
      what: "The standby prepares meanwhile. All of it is undone if the run stands down.",
      touches: touchesOf(plan, "failover", "warmUp"),
      isBeside: true,
    },
  ];
}

function decidingSteps(plan: Plan): readonly OutlineStep[] {
  return [
    {
      name: "decide",
      deadlineSeconds: null,
      what: "Proceed, ask a person, or stand down with an all-clear.",
      touches: [],
      asksAPersonWhen: reasonsToAsk(plan),
    },
    {
      name: "fence",
      deadlineSeconds: plan.policy.deadlines.fenceSeconds,
      what: "The old writer must not write any more. A Region that does not answer costs about ten seconds.",
      touches: touchesOf(plan, "failover", "fence"),
      asksAPersonWhen: [
        "a writer answers and cannot be fenced; declining lets go what was fenced, and nothing has moved",
      ],
    },
  ];
}

/** What makes a run ask although the primary is down; `orchestrator/guards.ts` judges it. */
function reasonsToAsk({ policy }: Plan): readonly string[] {
  const { count, windowSeconds } = policy.failoversPerWindow;
  return [
    ...(policy.mode === "approval" ? ["always: the plan says that a person approves every failover"] : []),
    `fewer than ${QUORUM} places say DOWN, or they disagree`,
    `replication lag before the outage above ${spanText(policy.largestDataLossSeconds)}, or unknown`,
    `nobody has ever seen the primary serve, or the first failed probe is over ${spanText(LONGEST_UNSEEN_SECONDS)} old`,
    `nobody could look at the primary within the last ${spanText(LARGEST_EVIDENCE_AGE_SECONDS)}`,
    "something in the standby is blocked",
    "the automation is paused",
    `a failover within the last ${spanText(policy.coolDownSeconds)}, or ${count} within ${spanText(windowSeconds)}`,
  ];
}

function irreversibleSteps(plan: Plan): readonly OutlineStep[] {
  const { deadlines } = plan.policy;
  const { healthUrl, consecutiveSuccesses } = plan.verification;
  const { recordName, timeToLiveSeconds } = plan.traffic;
  return [
    {
      name: "promote",
      deadlineSeconds: deadlines.promoteSeconds,
      what: "The point of no return: the standby's copy becomes the data.",
      touches: touchesOf(plan, "failover", "promote"),
    },
    {
      name: "fill capacity",
      deadlineSeconds: deadlines.fillCapacitySeconds,
      what: "What warming up began has to be complete.",
      touches: touchesOf(plan, "failover", "fillCapacity"),
      isBeside: true,
    },
    {
      name: "verify",
      deadlineSeconds: deadlines.verifySeconds,
      what: `${healthUrl} answers ${consecutiveSuccesses} times in a row.`,
      touches: touchesOf(plan, "failover", "verify"),
    },
    {
      name: "switch traffic",
      deadlineSeconds: deadlines.switchTrafficSeconds,
      what: `The baton moves, and ${recordName} leads to ${plan.regions.standby}; resolvers ask again after ${timeToLiveSeconds} s.`,
      touches: [],
    },
    {
      name: "close",
      deadlineSeconds: null,
      what: "RTO and RPO are recorded beside the objectives; on-call gets one message.",
      touches: [],
    },
  ];
}
