/**
 * Calling the operator. The task itself fails the execution, so that a redrive starts exactly here; what it then answers says
 * which phase to enter again. A Fail state could not do that: a redrive of it would only fail again.
 */
import type { Workflow } from "../orchestrator/workflow";
import { jsonata, type State } from "./asl";
import { OPERATOR_STATE, type PhaseTable } from "./phase";
import { type FunctionArn, step } from "./step";

const RESUME = "Resume where it failed";

/** The first phase of the table is entered where an answer names none. */
export function operatorPhase(functionArn: FunctionArn, workflow: Workflow, phases: PhaseTable): Record<string, State> {
  const [[, firstState], ...others] = Object.entries(phases) as [[string, string], ...[string, string][]];
  return {
    [OPERATOR_STATE]: step({
      name: "call-operator",
      functionArn,
      comment: "Pages and fails here. Redrive the execution to go on with the phase that failed.",
      payload: {
        workflow,
        run: jsonata("$run"),
        executionArn: jsonata("$states.context.Execution.Id"),
        executionName: jsonata("$states.context.Execution.Name"),
        failedPhase: jsonata("$failedPhase"),
        error: jsonata("$error"),
        cause: jsonata("$cause"),
      },
      assign: { resumePhase: jsonata("$states.result.Payload.resumePhase") },
      next: RESUME,
    }),
    [RESUME]: {
      Type: "Choice",
      Choices: others.map(([phase, state]) => ({ Condition: jsonata(`$resumePhase = '${phase}'`), Next: state })),
      Default: firstState,
    },
  };
}
