/** The decision, and a person's word where the decision is to ask. */
import { jsonata, type State } from "./asl";
import { PHASES, toOperator } from "./phases";
import { BRIEF } from "./retry-policies";
import { type FunctionArn, step, waitingStep } from "./step";

const JUDGE = "May the failover proceed?";
const ANSWER = "Did the person approve?";
const DECLINED = "The person declined";
/** The machine's own bound is a week; an answer must fit into it with everything that follows. */
const LONGEST_APPROVAL_SECONDS = 6 * 86_400;

export function decidePhase(functionArn: FunctionArn): Record<string, State> {
  return {
    [PHASES.decide]: step({
      name: "decide",
      functionArn,
      comment: "Exactly before the first step that cannot be undone.",
      payload: { run: jsonata("$run"), readiness: jsonata("[$readiness]") },
      assign: {
        verdict: jsonata("$states.result.Payload.verdict"),
        reasons: jsonata("[$states.result.Payload.reasons]"),
      },
      catch: toOperator("decide"),
      next: JUDGE,
    }),
    [JUDGE]: {
      Type: "Choice",
      Choices: [
        { Condition: jsonata("$verdict = 'proceed'"), Next: PHASES["fence the old writer"] },
        { Condition: jsonata("$verdict = 'ask'"), Next: PHASES["ask for approval"] },
      ],
      Default: PHASES["undo the warm-up"],
    },
  };
}

export function approvalPhase(functionArn: FunctionArn): Record<string, State> {
  const phase = "ask for approval";
  return {
    [PHASES[phase]]: waitingStep({
      name: "ask-approval",
      functionArn,
      comment: "Waits for {approved, decidedBy, remark} by task token. No answer in time is a no.",
      payload: { run: jsonata("$run"), reasons: jsonata("[$reasons]") },
      timeoutSeconds: jsonata(`$min([$approvalTimeoutSeconds, ${LONGEST_APPROVAL_SECONDS}])`),
      // Never tried again after a timeout: that is an answer.
      retry: BRIEF,
      assign: { approval: jsonata("$states.result") },
      catch: [
        {
          ErrorEquals: ["States.Timeout"],
          Assign: { reasons: reasonsAnd("'Nobody decided within ' & $string($approvalTimeoutSeconds) & ' s.'") },
          Next: PHASES["undo the warm-up"],
        },
        ...toOperator(phase),
      ],
      next: ANSWER,
    }),
    [ANSWER]: {
      Type: "Choice",
      Choices: [{ Condition: jsonata("$approval.approved = true"), Next: PHASES["fence the old writer"] }],
      Default: DECLINED,
    },
    [DECLINED]: {
      Type: "Pass",
      Assign: { reasons: reasonsAnd("$join(['Declined by', $approval.decidedBy, $approval.remark], ' ')") },
      Next: PHASES["undo the warm-up"],
    },
  };
}

/** The decision's reasons and one more; brackets keep a list of one a list. */
function reasonsAnd(reason: string) {
  return jsonata(`[$append($reasons, ${reason})]`);
}
