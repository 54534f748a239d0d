/** A phase is one entry of a machine's table of contents: where it stands, and where the run goes from there. */
import { type Catcher, jsonata, type State, type StateGraph } from "./asl";
import type { FunctionArn } from "./step";

/** A machine's phases: each as on-call reads it, with the name of its first state. */
export type PhaseTable = Readonly<Record<string, string>>;

/** What a phase's states need to know of the machine that they stand in. */
export interface Place {
  readonly functionArn: FunctionArn;
  /** Name of the phase's first state. */
  readonly state: string;
  /** First state of the phase that follows. */
  readonly next: string;
  /** What happens to an error that the phase cannot deal with itself. */
  readonly catch: readonly Catcher[];
}

/** A week: longer than any approval may take and all deadlines together. A run that takes longer is lost, and on-call hears of it. */
export const LONGEST_RUN_SECONDS = 7 * 86_400;

export const OPERATOR_STATE = "Call the operator";

/** Whatever a phase could not deal with itself goes to a person. */
export function toOperator(phase: string): readonly Catcher[] {
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

/** Reasons so far and one more, as JSONata; brackets keep a list of one a list. */
export function reasonsAnd(reason: string) {
  return jsonata(`[$append($reasons, ${reason})]`);
}

/** An error becomes a reason to end the run in an orderly way; `next` is where that begins. */
export function toReason(phase: string, next: string): readonly Catcher[] {
  const error = "$string($states.errorOutput.Error)";
  const cause = "$string($states.errorOutput.Cause)";
  const reason = `'In "${phase}": ' & ${error} & ': ' & ${cause}`;
  return [{ ErrorEquals: ["States.ALL"], Assign: { reasons: reasonsAnd(reason) }, Next: next }];
}

/** A Parallel of one branch gives a loop one catch and variables of its own. */
export function loopPhase({ state, next, catch: catchers }: Place, loop: StateGraph): Record<string, State> {
  return { [state]: { Type: "Parallel", Branches: [loop], Catch: catchers, Next: next } };
}
