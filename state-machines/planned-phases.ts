/** The phases of a planned move by name: what a page calls them, and where a redriven run enters them again. */
import { type Place, toOperator, toReason } from "./phase";
import type { FunctionArn } from "./step";

/** Phases that every planned move has. */
const SHARED = {
  "claim the baton": "Claim the baton",
  "let go what was frozen": "Let go what a dead run has frozen",
  "let the data catch up": "Let the data catch up",
  "warm up the target": "Warm up the target Region",
  "ask for approval": "Ask a person",
  "take the answer": "Take the answer",
  "check again": "Check the facts again",
  "freeze the writer": "Freeze the active writer",
  "drain the data": "Drain what is not replicated yet",
  "promote the data": "Promote the data in the target Region",
  "verify the target": "Verify the target Region",
  "switch the traffic": "Switch the traffic",
  "protect again": "Protect the application again",
  "settle the groups": "Settle the groups where they belong now",
  "close the run": "Close the run",
  "unfreeze the writer": "Unfreeze the writer",
  "undo the warm-up": "Undo the warm-up",
  "stand down": "Stand down",
} as const;

export const SWITCHOVER_PHASES = SHARED;

/** Going home has to rebuild what the outage left behind. */
export const FAILBACK_PHASES = {
  ...SHARED,
  "wait until the target is settled": "Wait until the target Region is settled",
  "rebuild the data": "Rebuild the data in the target Region",
} as const;

export type PlannedPhase = keyof typeof FAILBACK_PHASES;

/** Before the promotion anything that fails abandons the move, and the source serves on; after it, a person is called. */
const ABANDONED_ON_ERROR: ReadonlySet<PlannedPhase> = new Set([
  "wait until the target is settled",
  "rebuild the data",
  "let the data catch up",
  "warm up the target",
  "ask for approval",
  "take the answer",
  "check again",
  "freeze the writer",
  "drain the data",
]);

export function plannedPlace(functionArn: FunctionArn, phase: PlannedPhase, next: string): Place {
  const abandon = SHARED["unfreeze the writer"];
  const catchers = ABANDONED_ON_ERROR.has(phase) ? toReason(phase, abandon) : toOperator(phase);
  return { functionArn, state: FAILBACK_PHASES[phase], next, catch: catchers };
}
