/** What a planned move of a plan would do, in order, with its arithmetic: plain data, from the orchestrator alone. */
import { spanText } from "../../orchestrator/message-text";
import type { Leg } from "../../orchestrator/objectives";
import type { Plan } from "../../orchestrator/plan";
import { healthUrlAt, type PlannedWorkflow, type Side, sidesOf } from "../../orchestrator/workflow";
import { CHECK_AGAIN_SECONDS } from "../../state-machines/planned-prepare";
import type { OutlineStep } from "./outline-step";
import { touchesOf } from "./touches";

export interface MoveOutline {
  readonly workflow: PlannedWorkflow;
  readonly source: Side;
  readonly target: Side;
  /** Until the promotion; all of it is undone when the move is abandoned, and the source serves on. */
  readonly reversible: readonly OutlineStep[];
  /** From the promotion on: forward, or an operator is called. */
  readonly irreversible: readonly OutlineStep[];
  /** The longest that nobody can write. */
  readonly withoutWrites: readonly Leg[];
}

export function moveOutlineOf(plan: Plan, workflow: PlannedWorkflow): MoveOutline {
  const sides = sidesOf(plan, workflow);
  const rebuilds = workflow === "failback" ? rebuildSteps(plan, sides.target) : [];
  return {
    workflow,
    ...sides,
    reversible: [
      claimStep(sides.target),
      ...rebuilds,
      ...preparingSteps(plan, workflow),
      ...freezingSteps(plan, workflow),
    ],
    irreversible: [...movingSteps(plan, workflow), ...settlingSteps(plan, workflow)],
    withoutWrites: withoutWrites(plan),
  };
}

function claimStep({ role }: Side): OutlineStep {
  const what = `A person starts it. The run takes the baton in one conditional write; refused while the ${role} serves already.`;
  return { name: "claim", deadlineSeconds: null, what, touches: [] };
}

/** What the outage left behind is rebuilt. */
function rebuildSteps(plan: Plan, { role, region }: Side): readonly OutlineStep[] {
  const { settlingSeconds, quarantineRetentionDays, deadlines } = plan.failback;
  const { settleSeconds, rebuildSeconds } = deadlines;
  const settled = `${region} has to be healthy for ${spanText(settlingSeconds)} without a break.`;
  const rebuilt =
    `The stale data of the ${role} is renamed, kept for at least ${quarantineRetentionDays} days and never deleted by ` +
    "Baton; a cross-Region replica takes its name.";
  return [
    { name: "settle", deadlineSeconds: settleSeconds, what: settled, touches: [] },
    {
      name: "rebuild",
      deadlineSeconds: rebuildSeconds,
      what: rebuilt,
      touches: touchesOf(plan, "failback", "rebuild"),
    },
  ];
}

function preparingSteps(plan: Plan, workflow: PlannedWorkflow): readonly OutlineStep[] {
  const { deadlines, largestCatchUpLagSeconds, approvalTimeoutSeconds } = plan.failback;
  return [
    {
      name: "catch up",
      deadlineSeconds: deadlines.catchUpSeconds,
      what: `Replication lag has to be at most ${largestCatchUpLagSeconds} s.`,
      touches: touchesOf(plan, workflow, "catchUp"),
    },
    {
      name: "warm up",
      deadlineSeconds: deadlines.warmUpSeconds,
      what: "The target grows to what its customers need, before anybody is asked.",
      touches: touchesOf(plan, workflow, "warmUp"),
    },
    {
      name: "ask a person",
      deadlineSeconds: approvalTimeoutSeconds,
      what: "The facts stand on one page. Without an approval the move is abandoned, and the source serves on.",
      touches: [],
    },
    {
      name: "check again",
      deadlineSeconds: CHECK_AGAIN_SECONDS,
      what: "What was approved must not have become worse meanwhile.",
      touches: [],
    },
  ];
}

function freezingSteps(plan: Plan, workflow: PlannedWorkflow): readonly OutlineStep[] {
  const { freezeSeconds, drainSeconds } = plan.failback.deadlines;
  return [
    {
      name: "freeze",
      deadlineSeconds: freezeSeconds,
      what: "From here on nobody can write. If anything fails before the promotion, the writer is given back.",
      touches: touchesOf(plan, workflow, "freeze"),
    },
    {
      name: "drain",
      deadlineSeconds: drainSeconds,
      what: "A lag of zero, measured after the freeze: no acknowledged write is lost.",
      touches: touchesOf(plan, workflow, "drain"),
    },
  ];
}

function movingSteps(plan: Plan, workflow: PlannedWorkflow): readonly OutlineStep[] {
  const { promoteSeconds, verifySeconds, switchTrafficSeconds } = plan.failback.deadlines;
  const { target } = sidesOf(plan, workflow);
  const { recordName, timeToLiveSeconds } = plan.traffic;
  return [
    {
      name: "promote",
      deadlineSeconds: promoteSeconds,
      what: "The point of no return: the target's copy becomes the data.",
      touches: touchesOf(plan, workflow, "promote"),
    },
    {
      name: "verify",
      deadlineSeconds: verifySeconds,
      what: `${healthUrlAt(plan, target.role)} answers ${plan.verification.consecutiveSuccesses} times in a row.`,
      touches: touchesOf(plan, workflow, "verify"),
    },
    {
      name: "switch traffic",
      deadlineSeconds: switchTrafficSeconds,
      what: `The baton moves, and ${recordName} leads to ${target.region}; resolvers ask again after ${timeToLiveSeconds} s.`,
      touches: [],
    },
  ];
}

function settlingSteps(plan: Plan, workflow: PlannedWorkflow): readonly OutlineStep[] {
  const { protectSeconds, coolDownSeconds } = plan.failback.deadlines;
  return [
    {
      name: "protect again",
      deadlineSeconds: protectSeconds,
      what: "The Region that was left gets a replica. Customers are served all the while.",
      touches: touchesOf(plan, workflow, "protect"),
    },
    {
      name: "settle the groups",
      deadlineSeconds: coolDownSeconds,
      what: "What serves may follow its own scaling policies again.",
      touches: touchesOf(plan, workflow, "settle"),
    },
    {
      name: "close",
      deadlineSeconds: null,
      what: "The interruption is recorded; on-call gets one message.",
      touches: [],
    },
  ];
}

function withoutWrites({ failback, traffic }: Plan): readonly Leg[] {
  const { freezeSeconds, drainSeconds, promoteSeconds, verifySeconds, switchTrafficSeconds } = failback.deadlines;
  return [
    { name: "freeze", seconds: freezeSeconds },
    { name: "drain", seconds: drainSeconds },
    { name: "promote", seconds: promoteSeconds },
    { name: "verify", seconds: verifySeconds },
    { name: "switch traffic", seconds: switchTrafficSeconds },
    { name: "DNS time to live", seconds: traffic.timeToLiveSeconds },
  ];
}
