/** A person's word. No answer in time is a no. */
import { jsonata, type State } from "./asl";
import { type Place, reasonsAnd } from "./phase";
import { BRIEF } from "./retry-policies";
import { waitingStep } from "./step";

const ANSWER = "Did the person approve?";
const DECLINED = "The person declined";
/** The machine's own bound is a week; an answer must fit into it with everything that follows. */
const LONGEST_APPROVAL_SECONDS = 6 * 86_400;

/** `whenDeclined`: where a run goes that may not go on. */
export function approvalPhase(place: Place, whenDeclined: string): Record<string, State> {
  return {
    [place.state]: waitingStep({
      name: "ask-approval",
      functionArn: place.functionArn,
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
          Next: whenDeclined,
        },
        ...place.catch,
      ],
      next: ANSWER,
    }),
    [ANSWER]: {
      Type: "Choice",
      Choices: [{ Condition: jsonata("$approval.approved = true"), Next: place.next }],
      Default: DECLINED,
    },
    [DECLINED]: {
      Type: "Pass",
      Assign: { reasons: reasonsAnd("$join(['Declined by', $approval.decidedBy, $approval.remark], ' ')") },
      Next: whenDeclined,
    },
  };
}
