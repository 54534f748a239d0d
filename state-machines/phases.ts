/** The phases of a failover by name: what a page calls them, and where a redriven run enters them again. */
import { type Catcher, jsonata } from "./asl";

/** Phase, as on-call reads it, and its first state. */
export const PHASES = {
  "claim the baton": "Claim the baton",
  "confirm the outage": "Confirm the outage while the standby warms up",
  decide: "Decide",
  "ask for approval": "Ask a person",
  "take the answer": "Take the answer",
  "fence the old writer": "Fence the old writer",
  "promote and fill capacity": "Promote the data while capacity fills",
  "verify the standby": "Verify the standby",
  "switch the traffic": "Switch the traffic",
  "close the run": "Close the run",
  "undo the warm-up": "Undo the warm-up",
  "stand down": "Stand down",
} as const;
export type Phase = keyof typeof PHASES;

export const OPERATOR_STATE = "Call the operator";

/** Whatever a phase could not deal with itself goes to a person. */
export function toOperator(phase: Phase): readonly Catcher[] {
  return [
    {
      ErrorEquals: ["States.ALL"],
      Assign: {
        failedPhase: phase,
        error: jsonata("$string($states.errorOutput.Error)"),
        cause: jsonata("$string($states.errorOutput.Cause)"),
      },
      Next: OPERATOR_STATE,
    },
  ];
}
