/** A person's word, where the run may not go on without one. What no answer in time means is taken from the record. */
import { ERROR_NAMES } from "../orchestrator/errors";
import { LONGEST_APPROVAL_SECONDS } from "../orchestrator/gate";
import { jsonata, type State, type Template } from "./asl";
import { OPERATOR_STATE, type Place, reasonsAnd } from "./phase";
import { BRIEF } from "./retry-policies";
import { step, waitingStep } from "./step";

const ANSWERED = "What does the answer say?";
const DECLINED = "No approval: stand down";
const EXPIRED = "No answer: call the operator";

interface Gate {
  readonly ask: Place;
  /** A phase of its own, so that a redrive takes the answer that was given and does not ask again. */
  readonly take: Place;
  /** Where a run goes that may not go on. */
  readonly whenDeclined: string;
  /** What the step that asks needs to know besides the run. */
  readonly payload?: Readonly<Record<string, Template>>;
}

export function approvalPhase({ ask, take, whenDeclined, payload = {} }: Gate): Record<string, State> {
  return {
    [ask.state]: waitingStep({
      name: "ask-approval",
      functionArn: ask.functionArn,
      comment: "Waits for {approved, decidedBy, remark} by task token. The plan says what no answer in time means.",
      payload: { run: jsonata("$run"), reasons: jsonata("[$reasons]"), ...payload },
      timeoutSeconds: jsonata(`$min([$approvalTimeoutSeconds, ${LONGEST_APPROVAL_SECONDS}])`),
      // Never tried again after a timeout: that is an answer.
      retry: BRIEF,
      assign: { answer: jsonata("$states.result") },
      catch: [{ ErrorEquals: ["States.Timeout"], Assign: { answer: null }, Next: take.state }, ...ask.catch],
      next: take.state,
    }),
    ...answerPhase(take, whenDeclined),
  };
}

function answerPhase(take: Place, whenDeclined: string): Record<string, State> {
  return {
    [take.state]: step({
      name: "take-answer",
      functionArn: take.functionArn,
      comment: "What a person wrote on the record goes before what came with the token.",
      payload: { run: jsonata("$run"), answer: jsonata("$answer") },
      assign: { next: jsonata("$states.result.Payload.next"), answerReason: jsonata("$states.result.Payload.reason") },
      catch: take.catch,
      next: ANSWERED,
    }),
    [ANSWERED]: {
      Type: "Choice",
      Choices: [
        { Condition: jsonata("$next = 'proceed'"), Next: take.next },
        { Condition: jsonata("$next = 'call-operator'"), Next: EXPIRED },
      ],
      Default: DECLINED,
    },
    [DECLINED]: {
      Type: "Pass",
      // The reasons so far and the answer.
      Assign: { reasons: reasonsAnd("$answerReason") },
      Next: whenDeclined,
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
