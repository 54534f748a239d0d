/** A person's word, where the run may not go on without one. What no answer in time means is taken from the record. */
import { ERROR_NAMES } from "../orchestrator/errors";
import { LONGEST_APPROVAL_SECONDS, LONGEST_FENCE_QUESTION_SECONDS } from "../orchestrator/gate";
import { jsonata, type State, type Template } from "./asl";
import { OPERATOR_STATE, type Place, reasonsAnd } from "./phase";
import { BRIEF } from "./retry-policies";
import { step, waitingStep } from "./step";

/** What tells the states of one question from those of another in the same machine. */
interface Subject {
  readonly answered: string;
  readonly declined: string;
  readonly expired: string;
  /** Phase that a redrive enters again to ask anew. */
  readonly phase: string;
  readonly longestSeconds: number;
}

const ABOUT_THE_MOVE: Subject = {
  answered: "What does the answer say?",
  declined: "No approval: stand down",
  expired: "No answer: call the operator",
  phase: "ask for approval",
  longestSeconds: LONGEST_APPROVAL_SECONDS,
};

export const ABOUT_THE_FENCE: Subject = {
  answered: "What does the answer about the fence say?",
  declined: "No promotion beside this fence: stand down",
  expired: "No answer about the fence: call the operator",
  phase: "ask about the fence",
  longestSeconds: LONGEST_FENCE_QUESTION_SECONDS,
};

interface Gate {
  readonly ask: Place;
  /** A phase of its own, so that a redrive takes the answer that was given and does not ask again. */
  readonly take: Place;
  /** Where a run goes that may not go on. */
  readonly whenDeclined: string;
  /** What the step that asks needs to know besides the run. */
  readonly payload?: Readonly<Record<string, Template>>;
  /** The move itself where it is left out. */
  readonly about?: Subject;
}

/** The wait has brought no answer: what is on record counts, be it that nobody answered or what somebody told a try that was lost. */
const ON_RECORD = ["States.Timeout", ERROR_NAMES.answerGiven];

export function approvalPhase({
  ask,
  take,
  whenDeclined,
  payload = {},
  about = ABOUT_THE_MOVE,
}: Gate): Record<string, State> {
  return {
    [ask.state]: waitingStep({
      name: "ask-approval",
      functionArn: ask.functionArn,
      comment: "Waits for {approved, decidedBy, remark} by task token. The plan says what no answer in time means.",
      payload: { run: jsonata("$run"), reasons: jsonata("[$reasons]"), ...payload },
      timeoutSeconds: jsonata(`$min([$approvalTimeoutSeconds, ${about.longestSeconds}])`),
      // Never tried again after a timeout: that is an answer.
      retry: BRIEF,
      assign: { answer: jsonata("$states.result") },
      catch: [{ ErrorEquals: ON_RECORD, Assign: { answer: null }, Next: take.state }, ...ask.catch],
      next: take.state,
    }),
    ...answerPhase(take, whenDeclined, about),
  };
}

function answerPhase(take: Place, whenDeclined: string, about: Subject): Record<string, State> {
  return {
    [take.state]: step({
      name: "take-answer",
      functionArn: take.functionArn,
      comment: "What a person wrote on the record goes before what came with the token.",
      payload: { run: jsonata("$run"), answer: jsonata("$answer") },
      assign: { next: jsonata("$states.result.Payload.next"), answerReason: jsonata("$states.result.Payload.reason") },
      catch: take.catch,
      next: about.answered,
    }),
    [about.answered]: {
      Type: "Choice",
      Choices: [
        { Condition: jsonata("$next = 'proceed'"), Next: take.next },
        { Condition: jsonata("$next = 'call-operator'"), Next: about.expired },
      ],
      Default: about.declined,
    },
    [about.declined]: {
      Type: "Pass",
      // The reasons so far and the answer.
      Assign: { reasons: reasonsAnd("$answerReason") },
      Next: whenDeclined,
    },
    // A redrive asks again.
    [about.expired]: {
      Type: "Pass",
      Assign: {
        failedPhase: about.phase,
        error: ERROR_NAMES.deadlineExceeded,
        cause: jsonata("$answerReason & ' The standby is still warm; redrive the run to ask again.'"),
      },
      Next: OPERATOR_STATE,
    },
  };
}
