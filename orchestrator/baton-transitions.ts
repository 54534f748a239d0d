/**
 * How the baton may change: pure functions over the table of edges. Each returns the baton as it must be written (one
 * conditional write), or a refusal that says who holds it and since when. Repeating a change that already happened is not
 * an error and changes nothing, so every step of a run may be retried or redriven.
 */
import { type Baton, type Phase, RECENT_FAILOVERS_KEPT, type RegionRole } from "./baton";
import { type BatonEvent, TRANSITIONS } from "./baton-edges";
import { targetRoleOf, type Workflow } from "./workflow";

export interface Refusal {
  readonly name: "held" | "steady" | "failed-over" | "needs-operator" | "not-holder" | "no-such-transition";
  /** Execution that holds the baton, or null. */
  readonly holder: string | null;
  readonly sinceMs: number;
  /** The refusal as a sentence for the record and the run's output. */
  readonly reason: string;
}

export type BatonChange =
  | { readonly changed: true; readonly baton: Baton }
  /** It already is as wanted: a repeated step. */
  | { readonly changed: false; readonly baton: Baton }
  | { readonly refusal: Refusal };

/** Who wants to change the baton, and when (epoch milliseconds). */
export interface Claimant {
  readonly executionArn: string;
  readonly nowMs: number;
}

export interface ClaimRequest extends Claimant {
  readonly workflow: Workflow;
  /** Whether the execution in `holder` is RUNNING; false where nobody holds the baton. */
  readonly holderIsRunning: boolean;
  /** Whether somebody aborted the execution in `holder`; left out where that is not known. */
  readonly holderWasAborted?: boolean;
  /** Only a person may start over what an operator was called for. */
  readonly startedByPerson: boolean;
}

/** Phase of the baton while a workflow runs. */
function phaseDuring(workflow: Workflow): Phase {
  return workflow === "failback" ? "failing-back" : "failing-over";
}

/** Phase of the baton when nobody holds it. */
function restingPhase(active: RegionRole): Phase {
  return active === "primary" ? "steady" : "failed-over";
}

/** What the holder runs. Records of before there was more than one workflow do not say. */
export function workflowOf({ workflow, phase }: Baton): Workflow {
  return workflow ?? (phase === "failing-back" ? "failback" : "failover");
}

/**
 * Takes the lock for one run. A workflow starts from the phase in which its source serves: a failover or a switchover from
 * steady, a failback from failed-over. A dead holder is taken over under a new epoch; whatever else is held is refused.
 */
export function claim(baton: Baton, request: ClaimRequest): BatonChange {
  if (baton.holder === request.executionArn) return { changed: false, baton };
  return baton.phase === restingPhase(baton.active) ? claimAtRest(baton, request) : takeOver(baton, request);
}

function claimAtRest(baton: Baton, request: ClaimRequest): BatonChange {
  const { executionArn, workflow } = request;
  if (baton.active === targetRoleOf(workflow)) return refuseServing(baton);
  const changes = { holder: executionArn, workflow, claimedEpoch: baton.epoch, aborted: null, predecessor: null };
  return apply(baton, "claim", phaseDuring(workflow), request, changes);
}

function takeOver(baton: Baton, request: ClaimRequest): BatonChange {
  const { executionArn, workflow, holderIsRunning, startedByPerson } = request;
  const { holder: predecessor } = baton;
  if (holderIsRunning) return refuse(baton, "held", "another run holds it");
  if (baton.phase === "needs-operator" && !startedByPerson) {
    return refuse(baton, "needs-operator", "an operator was called and only a person may start over");
  }
  if (!mayTakeOver(baton, workflow)) {
    return refuse(baton, "no-such-transition", `a ${workflow} cannot go on where a ${workflowOf(baton)} ended`);
  }
  // A planned move that has arrived is ended by redriving it: it would find nothing left to move.
  if (workflow !== "failover" && baton.active === targetRoleOf(workflow)) return refuseServing(baton);
  const aborted = abortedBefore(baton, request);
  const changes = { holder: executionArn, workflow, epoch: baton.epoch + 1, aborted, predecessor };
  return apply(baton, "take-over", phaseDuring(workflow), request, changes);
}

/** A person who starts over has decided anew; a machine must not do what somebody has just stopped. */
function abortedBefore({ holder, aborted }: Baton, { startedByPerson, holderWasAborted }: ClaimRequest): string | null {
  if (startedByPerson) return null;
  return holderWasAborted ? holder : aborted;
}

/**
 * What runs in one direction is started over in that direction. One way out besides: a failback that broke down after it
 * had come home left the primary serving, and from there a person may fail over.
 */
function mayTakeOver(baton: Baton, workflow: Workflow): boolean {
  if (phaseDuring(workflow) === phaseDuring(workflowOf(baton))) return true;
  return workflow === "failover" && baton.phase === "needs-operator" && baton.active === "primary";
}

/**
 * Moves the baton to the Region that the run's workflow is for: the write that moves traffic. Only the holder may. A holder
 * that acts while an operator is called has been redriven past the call, in a visit that began before it (see `workOn`).
 */
export function moveTo(baton: Baton, active: RegionRole, claimant: Claimant): BatonChange {
  const stranger = refuseStranger(baton, claimant);
  if (stranger) return stranger;
  if (baton.active === active) return { changed: false, baton };
  const workflow = workflowOf(baton);
  const phase = phaseDuring(workflow);
  if (baton.phase !== phase && baton.phase !== "needs-operator") {
    return refuse(baton, "no-such-transition", `it cannot move while ${baton.phase}`);
  }
  if (active !== targetRoleOf(workflow)) {
    return refuse(baton, "no-such-transition", `a ${workflow} does not move it to the ${active}`);
  }
  const moved = { active, epoch: baton.epoch + 1, phase, changedAtMs: claimant.nowMs };
  return { changed: true, baton: { ...baton, ...moved, recentFailovers: failoversAfter(baton, workflow, claimant) } };
}

/** A planned move says nothing about how often Regions fail: only failovers count against the plan's limits. */
function failoversAfter({ recentFailovers }: Baton, workflow: Workflow, { nowMs }: Claimant): readonly number[] {
  return workflow === "failover" ? [...recentFailovers, nowMs].slice(-RECENT_FAILOVERS_KEPT) : recentFailovers;
}

/** Whoever has let go may still break down, and what then could not be told is looked for. */
const atRest = ({ holder }: Baton) => ({ holder: null, workflow: null, predecessor: holder });

/** Stands down: the lock is released and whoever was active goes on serving. */
export function release(baton: Baton, claimant: Claimant): BatonChange {
  if (baton.holder === null) return { changed: false, baton };
  const stranger = refuseStranger(baton, claimant);
  return stranger ?? apply(baton, "stand-down", restingPhase(baton.active), claimant, atRest(baton));
}

/** Ends a workflow that has moved the baton: the lock is released, its target serves. */
export function close(baton: Baton, claimant: Claimant): BatonChange {
  if (baton.holder === null) return { changed: false, baton };
  const stranger = refuseStranger(baton, claimant);
  if (stranger) return stranger;
  if (baton.active !== targetRoleOf(workflowOf(baton))) {
    return refuse(baton, "no-such-transition", "the baton has not moved yet");
  }
  return apply(baton, "close", restingPhase(baton.active), claimant, atRest(baton));
}

/** Marks that the run needs a person. The holder stays, so that a redrive finds its lock. */
export function callOperator(baton: Baton, claimant: Claimant): BatonChange {
  if (baton.phase === "needs-operator" && baton.holder === claimant.executionArn) return { changed: false, baton };
  return refuseStranger(baton, claimant) ?? apply(baton, "call-operator", "needs-operator", claimant, {});
}

/** A redriven run goes on where it was. */
export function resume(baton: Baton, claimant: Claimant): BatonChange {
  const stranger = refuseStranger(baton, claimant);
  if (stranger) return stranger;
  const phase = phaseDuring(workflowOf(baton));
  return baton.phase === phase ? { changed: false, baton } : apply(baton, "resume", phase, claimant, {});
}

/** Who acts, and when the machine entered the state in which it does. */
export interface Visitor extends Claimant {
  readonly enteredAtMs: number;
}

/**
 * Whether the holder may act. One that enters states after an operator was called has been redriven past the call, as a run
 * that was aborted is: it is at work again, and the first of its steps says so. A visit from before the call is a late one.
 */
export function workOn(baton: Baton, visitor: Visitor): BatonChange {
  const stranger = refuseStranger(baton, visitor);
  if (stranger) return stranger;
  const isBack = baton.phase === "needs-operator" && visitor.enteredAtMs > baton.changedAtMs;
  return isBack ? resume(baton, visitor) : { changed: false, baton };
}

function apply(baton: Baton, event: BatonEvent, to: Phase, { nowMs }: Claimant, changes: Partial<Baton>): BatonChange {
  const isEdge = TRANSITIONS.some((edge) => edge.from === baton.phase && edge.event === event && edge.to === to);
  if (!isEdge) return refuse(baton, "no-such-transition", `${event} is not possible while ${baton.phase}`);
  return { changed: true, baton: { ...baton, ...changes, phase: to, changedAtMs: nowMs } };
}

function refuseServing(baton: Baton): { readonly refusal: Refusal } {
  const name = baton.active === "primary" ? "steady" : "failed-over";
  return refuse(baton, name, `the ${baton.active} already serves`);
}

function refuseStranger(baton: Baton, { executionArn }: Claimant): { readonly refusal: Refusal } | undefined {
  return baton.holder === executionArn ? undefined : refuse(baton, "not-holder", "this run does not hold it");
}

function refuse(baton: Baton, name: Refusal["name"], why: string): { readonly refusal: Refusal } {
  const { holder, changedAtMs, phase } = baton;
  const who = holder === null ? "held by nobody" : `held by ${holder}`;
  const reason = `The baton is refused: ${why} (${phase}, ${who}, since ${new Date(changedAtMs).toISOString()}).`;
  return { refusal: { name, holder, sinceMs: changedAtMs, reason } };
}
