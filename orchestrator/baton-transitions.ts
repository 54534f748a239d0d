/**
 * How the baton may change: a table of edges and pure functions over it. Each returns the baton as it must be written (one
 * conditional write), or a refusal that says who holds it and since when. Repeating a change that already happened is not
 * an error and changes nothing, so every step of a run may be retried or redriven.
 */
import { type Baton, type Phase, RECENT_FAILOVERS_KEPT, type RegionRole } from "./baton";

export type BatonEvent = "claim" | "take-over" | "stand-down" | "close" | "call-operator" | "resume";

export interface Transition {
  readonly from: Phase;
  readonly event: BatonEvent;
  readonly to: Phase;
  /** What the edge means, in the operator's words. */
  readonly sentence: string;
}

export const TRANSITIONS: readonly Transition[] = [
  {
    from: "steady",
    event: "claim",
    to: "failing-over",
    sentence: "A run claimed the baton and looks into the outage.",
  },
  {
    from: "failing-over",
    event: "take-over",
    to: "failing-over",
    sentence: "The run that held the baton is dead; another run took over under a new epoch.",
  },
  {
    from: "needs-operator",
    event: "take-over",
    to: "failing-over",
    sentence: "A person started a new run instead of redriving the one that needed an operator.",
  },
  {
    from: "failing-over",
    event: "stand-down",
    to: "steady",
    sentence: "The run stood down; the primary goes on serving.",
  },
  {
    from: "failing-over",
    event: "stand-down",
    to: "failed-over",
    sentence: "The run stood down after traffic had already moved; the standby goes on serving.",
  },
  { from: "failing-over", event: "close", to: "failed-over", sentence: "The failover is over; the standby serves." },
  {
    from: "failing-over",
    event: "call-operator",
    to: "needs-operator",
    sentence: "The run cannot go on by itself; on-call has been paged.",
  },
  {
    from: "needs-operator",
    event: "stand-down",
    to: "steady",
    sentence: "A redriven run stood down; the primary goes on serving.",
  },
  {
    from: "needs-operator",
    event: "stand-down",
    to: "failed-over",
    sentence: "A redriven run stood down after traffic had already moved; the standby goes on serving.",
  },
  { from: "needs-operator", event: "close", to: "failed-over", sentence: "A redriven run ended the failover." },
  { from: "needs-operator", event: "resume", to: "failing-over", sentence: "An operator redrove the run; it goes on." },
];

export interface Refusal {
  readonly name: "held" | "failed-over" | "needs-operator" | "not-holder" | "no-such-transition";
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
  /** Whether the execution in `holder` is RUNNING; false where nobody holds the baton. */
  readonly holderIsRunning: boolean;
  /** Only a person may start over what an operator was called for. */
  readonly startedByPerson: boolean;
}

/** Takes the lock for one run. A dead holder is taken over under a new epoch; everything else that is held is refused. */
export function claim(baton: Baton, request: ClaimRequest): BatonChange {
  if (baton.holder === request.executionArn) return { changed: false, baton };
  if (baton.phase === "failed-over") return refuse(baton, "failed-over", "the standby already serves");
  if (baton.phase === "steady") return apply(baton, "claim", request, { holder: request.executionArn });
  if (request.holderIsRunning) return refuse(baton, "held", "another run holds it");
  if (baton.phase === "needs-operator" && !request.startedByPerson) {
    return refuse(baton, "needs-operator", "an operator was called and only a person may start over");
  }
  return apply(baton, "take-over", request, { holder: request.executionArn, epoch: baton.epoch + 1 });
}

/**
 * Moves the baton to a Region: the write that moves traffic. Only the holder may. A holder that acts while an operator is
 * called has been redriven past the call (an aborted run is), so that it is failing over again.
 */
export function moveTo(baton: Baton, active: RegionRole, claimant: Claimant): BatonChange {
  const stranger = refuseStranger(baton, claimant);
  if (stranger) return stranger;
  if (baton.active === active) return { changed: false, baton };
  if (baton.phase !== "failing-over" && baton.phase !== "needs-operator") {
    return refuse(baton, "no-such-transition", `it cannot move while ${baton.phase}`);
  }
  const recentFailovers =
    active === "standby"
      ? [...baton.recentFailovers, claimant.nowMs].slice(-RECENT_FAILOVERS_KEPT)
      : baton.recentFailovers;
  return {
    changed: true,
    baton: {
      ...baton,
      active,
      epoch: baton.epoch + 1,
      phase: "failing-over",
      recentFailovers,
      changedAtMs: claimant.nowMs,
    },
  };
}

/** Stands down: the lock is released and whoever was active goes on serving. */
export function release(baton: Baton, claimant: Claimant): BatonChange {
  if (baton.holder === null) return { changed: false, baton };
  return refuseStranger(baton, claimant) ?? apply(baton, "stand-down", claimant, { holder: null });
}

/** Ends a failover that has moved the baton: the lock is released, the standby serves. */
export function close(baton: Baton, claimant: Claimant): BatonChange {
  if (baton.holder === null) return { changed: false, baton };
  const stranger = refuseStranger(baton, claimant);
  if (stranger) return stranger;
  if (baton.active !== "standby") return refuse(baton, "no-such-transition", "the baton has not moved yet");
  return apply(baton, "close", claimant, { holder: null });
}

/** Marks that the run needs a person. The holder stays, so that a redrive finds its lock. */
export function callOperator(baton: Baton, claimant: Claimant): BatonChange {
  if (baton.phase === "needs-operator" && baton.holder === claimant.executionArn) return { changed: false, baton };
  return refuseStranger(baton, claimant) ?? apply(baton, "call-operator", claimant, {});
}

/** A redriven run goes on where it was. */
export function resume(baton: Baton, claimant: Claimant): BatonChange {
  const stranger = refuseStranger(baton, claimant);
  if (stranger) return stranger;
  if (baton.phase === "failing-over") return { changed: false, baton };
  return apply(baton, "resume", claimant, {});
}

function apply(baton: Baton, event: BatonEvent, { nowMs }: Claimant, changes: Partial<Baton>): BatonChange {
  const edges = TRANSITIONS.filter((edge) => edge.from === baton.phase && edge.event === event);
  const edge = edges.length > 1 ? edges.find(({ to }) => to === restingPhase(baton.active)) : edges[0];
  if (!edge) return refuse(baton, "no-such-transition", `${event} is not possible while ${baton.phase}`);
  return { changed: true, baton: { ...baton, ...changes, phase: edge.to, changedAtMs: nowMs } };
}

function restingPhase(active: RegionRole): Phase {
  return active === "primary" ? "steady" : "failed-over";
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
