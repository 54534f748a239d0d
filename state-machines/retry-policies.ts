/** How often a task is tried again, by name. Every step may be repeated: it looks before it acts. */
import { ERROR_NAMES } from "../orchestrator/errors";
import type { Retrier } from "./asl";

/** Raised on purpose: the next try would end the same way. */
const FINAL: Retrier = {
  ErrorEquals: [
    ERROR_NAMES.batonHeld,
    ERROR_NAMES.invalidInput,
    ERROR_NAMES.needsOperator,
    ERROR_NAMES.planInvalid,
    ERROR_NAMES.resourceBlocked,
    ERROR_NAMES.deadlineExceeded,
  ],
  MaxAttempts: 0,
};

/** The Lambda service itself hiccups or throttles: 1 + 2 + 4 + 8 = 15 s in 4 retries. */
const LAMBDA_HICCUP: Retrier = {
  ErrorEquals: [
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
  ],
  IntervalSeconds: 1,
  MaxAttempts: 4,
  BackoffRate: 2,
};

/** The step failed or said nothing in time, mostly because an AWS API did: 1 + 2 + 4 = 7 s in 3 retries, and each try's own time. */
const STEP_FAILURE: Retrier = {
  ErrorEquals: ["States.TaskFailed", "States.Timeout"],
  IntervalSeconds: 1,
  MaxAttempts: 3,
  BackoffRate: 2,
};

/** For a task whose silence costs more than its failure: 1 s in 1 retry, and none after a timeout. */
const ONE_FAILURE: Retrier = { ErrorEquals: ["States.TaskFailed"], IntervalSeconds: 1, MaxAttempts: 1, BackoffRate: 1 };

/** A step that the run cannot do without: at most 15 s + 7 s of waiting. */
export const PERSISTENT: readonly Retrier[] = [FINAL, LAMBDA_HICCUP, STEP_FAILURE];

/** A step that the run can go on without: at most 15 s + 1 s of waiting. */
export const BRIEF: readonly Retrier[] = [FINAL, LAMBDA_HICCUP, ONE_FAILURE];
