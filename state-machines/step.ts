/** The one task: a step's function, bounded, retried under a named policy. */
import { FUNCTION_TIMEOUT_SECONDS, type StepName } from "../orchestrator/steps";
import { type Catcher, type Expression, jsonata, type Retrier, type TaskState, type Template } from "./asl";
import { PERSISTENT } from "./retry-policies";

/** Of this execution: 0 until it is redriven, when AWS may leave it out. */
const REDRIVE_COUNT = jsonata(
  "$exists($states.context.Execution.RedriveCount) ? $states.context.Execution.RedriveCount : 0",
);
const INVOKE = "arn:aws:states:::lambda:invoke";
/** On top of the function's own time, for the call itself and a cold start. */
const INVOKE_MARGIN_SECONDS = 5;

export type FunctionArn = (name: StepName) => string;

export interface StepProps {
  readonly name: StepName;
  readonly functionArn: FunctionArn;
  /** What the step gets beside `enteredAt` and `redriveCount`. */
  readonly payload: Readonly<Record<string, Template>>;
  /** Name of the next state. */
  readonly next: string;
  readonly comment?: string;
  readonly assign?: Template;
  readonly output?: Template;
  readonly retry?: readonly Retrier[];
  readonly catch?: readonly Catcher[];
}

/** A step answers at once; what it answered is `$states.result.Payload`. */
export function step(props: StepProps): TaskState {
  const timeoutSeconds = FUNCTION_TIMEOUT_SECONDS[props.name] + INVOKE_MARGIN_SECONDS;
  return task(props, INVOKE, props.payload, timeoutSeconds);
}

/** A step that ends when somebody sends its token back; what was sent is `$states.result`. */
export function waitingStep(props: StepProps & { readonly timeoutSeconds: Expression }): TaskState {
  const payload = { ...props.payload, taskToken: jsonata("$states.context.Task.Token") };
  return task(props, `${INVOKE}.waitForTaskToken`, payload, props.timeoutSeconds);
}

function task(
  props: StepProps,
  resource: string,
  payload: Readonly<Record<string, Template>>,
  timeoutSeconds: number | Expression,
): TaskState {
  return {
    Type: "Task",
    ...(props.comment !== undefined && { Comment: props.comment }),
    Resource: resource,
    Arguments: {
      FunctionName: props.functionArn(props.name),
      Payload: {
        ...payload,
        redriveCount: REDRIVE_COUNT,
        // The same for every retry of one visit: the step's keys in the table are made of it.
        enteredAt: jsonata("$states.context.State.EnteredTime"),
      },
    },
    TimeoutSeconds: timeoutSeconds,
    Retry: props.retry ?? PERSISTENT,
    ...(props.catch !== undefined && { Catch: props.catch }),
    ...(props.assign !== undefined && { Assign: props.assign }),
    ...(props.output !== undefined && { Output: props.output }),
    Next: props.next,
  };
}
