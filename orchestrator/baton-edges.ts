/** Every way in which the phase of the baton may change, as a table. */
import type { Phase } from "./baton";

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
    sentence: "A run claimed the baton: a failover that looks into the outage, or a planned switchover.",
  },
  { from: "failed-over", event: "claim", to: "failing-back", sentence: "A failback claimed the baton." },
  {
    from: "failing-over",
    event: "take-over",
    to: "failing-over",
    sentence: "The run that held the baton is dead; another run took over under a new epoch.",
  },
  {
    from: "failing-back",
    event: "take-over",
    to: "failing-back",
    sentence: "The failback that held the baton is dead; another one took over under a new epoch.",
  },
  {
    from: "needs-operator",
    event: "take-over",
    to: "failing-over",
    sentence: "A person started a new run instead of redriving the one that needed an operator.",
  },
  {
    from: "needs-operator",
    event: "take-over",
    to: "failing-back",
    sentence: "A person started a new failback instead of redriving the one that needed an operator.",
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
  {
    from: "failing-back",
    event: "stand-down",
    to: "failed-over",
    sentence: "The failback was abandoned; the standby goes on serving.",
  },
  {
    from: "failing-back",
    event: "stand-down",
    to: "steady",
    sentence: "The failback stood down after traffic had already moved home; the primary goes on serving.",
  },
  { from: "failing-over", event: "close", to: "failed-over", sentence: "The move is over; the standby serves." },
  { from: "failing-back", event: "close", to: "steady", sentence: "The failback is over; the primary serves." },
  {
    from: "failing-over",
    event: "call-operator",
    to: "needs-operator",
    sentence: "The run cannot go on by itself; on-call has been paged.",
  },
  {
    from: "failing-back",
    event: "call-operator",
    to: "needs-operator",
    sentence: "The failback cannot go on by itself; on-call has been paged.",
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
    sentence: "A redriven run stood down; the standby goes on serving.",
  },
  {
    from: "needs-operator",
    event: "close",
    to: "failed-over",
    sentence: "A redriven run ended the move; the standby serves.",
  },
  { from: "needs-operator", event: "close", to: "steady", sentence: "A redriven failback ended; the primary serves." },
  { from: "needs-operator", event: "resume", to: "failing-over", sentence: "An operator redrove the run; it goes on." },
  {
    from: "needs-operator",
    event: "resume",
    to: "failing-back",
    sentence: "An operator redrove the failback; it goes on.",
  },
];
