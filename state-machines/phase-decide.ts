/** The decision, and a person's word where the decision is to ask. */
import { ERROR_NAMES } from "../orchestrator/errors";
import { LONGEST_APPROVAL_SECONDS } from "../orchestrator/gate";
import { jsonata, type State } from "./asl";
import { OPERATOR_STATE, PHASES, toOperator } from "./phases";
import { BRIEF } from "./retry-policies";
import { type FunctionArn, step, waitingStep } from "./step";

const JUDGE = "May the failover proceed?";
const ANSWERED = "What does the answer say?";
const DECLINED = "No approval: stand down";
const EXPIRED = "No answer: call the operator";

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
      comment: "Waits for {approved, decidedBy, remark} by task token. The plan says what no answer in time means.",
      payload: { run: jsonata("$run"), reasons: jsonata("[$reasons]"), readiness: jsonata("[$readiness]") },
      timeoutSeconds: jsonata(`$min([$approvalTimeoutSeconds, ${LONGEST_APPROVAL_SECONDS}])`),
      // Never tried again after a timeout: that is an answer.
      retry: BRIEF,
      assign: { answer: jsonata("$states.result") },
      catch: [
        { ErrorEquals: ["States.Timeout"], Assign: { answer: null }, Next: PHASES["take the answer"] },
        ...toOperator(phase),
      ],
      next: PHASES["take the answer"],
    }),
    ...answerPhase(functionArn),
  };
}

/** A phase of its own, so that a redrive takes the answer that was given and does not ask again. */
function answerPhase(functionArn: FunctionArn): Record<string, State> {
  const phase = "take the answer";
  return {
    [PHASES[phase]]: step({
      name: "take-answer",
      functionArn,
      comment: "What a person wrote on the record goes before what came with the token.",
      payload: { run: jsonata("$run"), answer: jsonata("$answer") },
      assign: { next: jsonata("$states.result.Payload.next"), answerReason: jsonata("$states.result.Payload.reason") },
      catch: toOperator(phase),
      next: ANSWERED,
    }),
    [ANSWERED]: {
      Type: "Choice",
      Choices: [
        { Condition: jsonata("$next = 'proceed'"), Next: PHASES["fence the old writer"] },
        { Condition: jsonata("$next = 'call-operator'"), Next: EXPIRED },
      ],
      Default: DECLINED,
    },
    [DECLINED]: {
      Type: "Pass",
      // The decision's reasons and the answer; brackets keep a list of one a list.
      Assign: { reasons: jsonata("[$append($reasons, $answerReason)]") },
      Next: PHASES["undo the warm-up"],
    },
    // A redrive asks again.
    [EXPIRED]: {
      Type: "Pass",
      Assign: {
        failedPhase: "ask for approval",
        error: ERROR_NAMES.deadlineExceeded,
        cause: jsonata("$answerReason & ' The standby is still warm; redrive the run to ask again.'"),
      },
      Next: OPERATOR_STATE,
    },
  };
}
