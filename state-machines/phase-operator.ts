/**
 * Calling the operator. The task itself fails the execution, so that a redrive starts exactly here; what it then answers says
 * which phase to enter again. A Fail state could not do that: a redrive of it would only fail again.
 */
import { jsonata, type State } from "./asl";
import { OPERATOR_STATE, PHASES } from "./phases";
import { type FunctionArn, step } from "./step";

const RESUME = "Resume where it failed";

export function operatorPhase(functionArn: FunctionArn): Record<string, State> {
  const [[, firstState], ...others] = Object.entries(PHASES) as [[string, string], ...[string, string][]];
  return {
    [OPERATOR_STATE]: step({
      name: "call-operator",
      functionArn,
      comment: "Pages and fails here. Redrive the execution to go on with the phase that failed.",
      payload: {
        run: jsonata("$run"),
        executionArn: jsonata("$states.context.Execution.Id"),
        executionName: jsonata("$states.context.Execution.Name"),
        failedPhase: jsonata("$failedPhase"),
        error: jsonata("$error"),
        cause: jsonata("$cause"),
        redriveCount: jsonata("$states.context.Execution.RedriveCount"),
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
