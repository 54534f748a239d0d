/** How often a task is tried again, by name. Every step may be repeated: it looks before it acts. */
import { ERROR_NAMES } from "../orchestrator/errors";
import { THROTTLING_ERRORS } from "../orchestrator/throttling";
import type { Retrier } from "./asl";

/** Raised on purpose: the next try would end the same way. */
const FINAL: Retrier = {
  ErrorEquals: [
    ERROR_NAMES.batonHeld,
    ERROR_NAMES.decisionOutOfDate,
    ERROR_NAMES.answerGiven,
    ERROR_NAMES.invalidInput,
    ERROR_NAMES.needsOperator,
    ERROR_NAMES.planInvalid,
    ERROR_NAMES.promotionRequested,
    ERROR_NAMES.resourceBlocked,
    ERROR_NAMES.deadlineExceeded,
  ],
  MaxAttempts: 0,
};

/** The Lambda service itself hiccups: 1 + 2 + 4 + 8 = 15 s in 4 retries. */
const LAMBDA_HICCUP: Retrier = {
  ErrorEquals: [
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
  ],
  IntervalSeconds: 1,
  MaxAttempts: 4,
  BackoffRate: 2,
};

/** AWS throttled the step beyond the SDK's own patience, or its invocation. */
export const THROTTLED_STEP: readonly string[] = [...THROTTLING_ERRORS, "Lambda.TooManyRequestsException"];

/**
 * That passes by itself, and everybody fails over at the same time: 1 + 2 + 4 + 8 + 8 + 8 = 31 s at most in 6 retries, spread so
 * that steps do not come back together.
 */
const THROTTLED: Retrier = {
  ErrorEquals: THROTTLED_STEP,
  IntervalSeconds: 1,
  MaxAttempts: 6,
  BackoffRate: 2,
  MaxDelaySeconds: 8,
  JitterStrategy: "FULL",
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

/** The same where a failure asks a person: 1 + 2 = 3 s in 2 retries. */
const TWO_FAILURES: Retrier = { ...ONE_FAILURE, MaxAttempts: 2, BackoffRate: 2 };

/**
 * Throttling where the run cannot go on without the step: a hundred applications of an account that fail over at once share quotas
 * of a few calls a second, and giving up then pages a hundred people. 1 + 2 + 4 + 8 + 16 + 15 x 20 = 331 s at most in 20 retries,
 * half of that in the middle, and the longer all wait the sooner each has its turn.
 */
const THROTTLED_BY_MANY: Retrier = { ...THROTTLED, MaxAttempts: 20, MaxDelaySeconds: 20 };

/** A step that the run cannot do without: at most 15 s + 331 s + 7 s of waiting, of which the middle only where AWS throttles. */
export const PERSISTENT: readonly Retrier[] = [FINAL, LAMBDA_HICCUP, THROTTLED_BY_MANY, STEP_FAILURE];

/**
 * A look that the decision wants, and can be made without: what fails twice more asks a person. Where AWS throttles one it throttles
 * all, so that is waited out.
 */
export const LOOK: readonly Retrier[] = [FINAL, LAMBDA_HICCUP, THROTTLED_BY_MANY, TWO_FAILURES];

/** A step that the run can go on without: at most 15 s + 1 s of waiting, and 31 s where AWS throttles. */
export const BRIEF: readonly Retrier[] = [FINAL, LAMBDA_HICCUP, THROTTLED, ONE_FAILURE];
