/** The phases of a failover by name: what a page calls them, and where a redriven run enters them again. */
import { type Place, toOperator } from "./phase";
import type { FunctionArn } from "./step";

/** Phase, as on-call reads it, and its first state. */
export const FAILOVER_PHASES = {
  "claim the baton": "Claim the baton",
  "confirm the outage": "Confirm the outage while the standby warms up",
  decide: "See that the look at the primary is fresh",
  "ask for approval": "Ask a person",
  "take the answer": "Take the answer",
  "look again": "Look again after the answer",
  "fence the old writer": "Fence the old writer",
  "judge the fence": "Judge the fence",
  "ask about the fence": "Ask a person about the fence",
  "take the answer about the fence": "Take the answer about the fence",
  "look again beside the fence": "Look again beside the fence",
  "fence what is open": "Fence what is open once more",
  "promote and fill capacity": "Promote the data while capacity fills",
  "verify the standby": "Verify the standby",
  "switch the traffic": "Switch the traffic",
  "close the run": "Close the run",
  "undo the fence": "Undo the fence",
  "undo the warm-up": "Undo the warm-up",
  "stand down": "Stand down",
} as const;
export type FailoverPhase = keyof typeof FAILOVER_PHASES;

/** Every phase of a failover calls the operator for what it cannot deal with. */
export function failoverPlace(functionArn: FunctionArn, phase: FailoverPhase, next: string): Place {
  return { functionArn, state: FAILOVER_PHASES[phase], next, catch: toOperator(phase) };
}
