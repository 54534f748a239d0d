/** Claiming: a run that may not claim ends at once, in a state named for why, with the reason as its output. */
import type { Workflow } from "../orchestrator/workflow";
import { type Catcher, jsonata, type State, type SucceedState, type Template } from "./asl";
import type { Place } from "./phase";
import { step } from "./step";

const JUDGE = "Does this run hold the baton?";
const REFUSED = "Stood down: the baton is held";
const IGNORED = "Event ignored";
const INVALID = "Input refused";

/** `workflow` says which phases of the baton the run may start from; `variables` are what it begins with. */
export function claimPhase(
  place: Place,
  workflow: Workflow,
  variables: Readonly<Record<string, Template>> = {},
): Record<string, State> {
  return {
    [place.state]: step({
      name: "claim",
      functionArn: place.functionArn,
      comment: "Judges what started this run and takes the lock.",
      payload: {
        workflow,
        input: jsonata("$states.context.Execution.Input"),
        executionArn: jsonata("$states.context.Execution.Id"),
        executionName: jsonata("$states.context.Execution.Name"),
        executionStartedAt: jsonata("$states.context.Execution.StartTime"),
      },
      assign: { claim: jsonata("$states.result.Payload"), run: null },
      // Without a claim there is no run yet; calling the operator must not stumble over that.
      catch: place.catch.map(withoutRun),
      next: JUDGE,
    }),
    [JUDGE]: {
      Type: "Choice",
      Choices: [
        {
          Condition: jsonata("$claim.outcome = 'claimed'"),
          Assign: {
            run: jsonata("$claim.run"),
            deadlines: jsonata("$claim.deadlines"),
            approvalTimeoutSeconds: jsonata("$claim.approvalTimeoutSeconds"),
            work: jsonata("$claim.work"),
            ...variables,
          },
          Next: place.next,
        },
        { Condition: jsonata("$claim.outcome = 'ignored'"), Next: IGNORED },
        { Condition: jsonata("$claim.outcome = 'invalid-input'"), Next: INVALID },
      ],
      Default: REFUSED,
    },
    [REFUSED]: endedBeforeBeginning,
    [IGNORED]: endedBeforeBeginning,
    [INVALID]: endedBeforeBeginning,
  };
}

const endedBeforeBeginning: SucceedState = {
  Type: "Succeed",
  Output: { outcome: jsonata("$claim.outcome"), reason: jsonata("$claim.reason") },
};

function withoutRun(catcher: Catcher): Catcher {
  return { ...catcher, Assign: { ...Object(catcher.Assign), run: null } };
}
