/** Claiming: a run that may not claim ends at once, in a state named for why, with the reason as its output. */
import { jsonata, type State, type SucceedState } from "./asl";
import { PHASES, toOperator } from "./phases";
import { type FunctionArn, step } from "./step";

const JUDGE = "Does this run hold the baton?";
const REFUSED = "Stood down: the baton is held";
const IGNORED = "Event ignored";
const INVALID = "Input refused";

export function claimPhase(functionArn: FunctionArn): Record<string, State> {
  const phase = "claim the baton";
  return {
    [PHASES[phase]]: step({
      name: "claim",
      functionArn,
      comment: "Judges what started this run and takes the lock.",
      payload: {
        input: jsonata("$states.context.Execution.Input"),
        executionArn: jsonata("$states.context.Execution.Id"),
        executionName: jsonata("$states.context.Execution.Name"),
        executionStartedAt: jsonata("$states.context.Execution.StartTime"),
      },
      assign: { claim: jsonata("$states.result.Payload"), run: null },
      // Without a claim there is no run yet; calling the operator must not stumble over that.
      catch: toOperator(phase).map((catcher) => ({ ...catcher, Assign: withoutRun(catcher.Assign) })),
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
          },
          Next: PHASES["confirm the outage"],
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

function withoutRun(assign: unknown) {
  return { ...(assign as Record<string, string>), run: null };
}
