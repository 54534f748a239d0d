/** How a state fails, and how a branch ends that was stopped from outside. */
import type { JsonObject } from "./json";

export const RUNTIME_ERROR = "States.Runtime";
export const QUERY_ERROR = "States.QueryEvaluationError";
export const TIMEOUT_ERROR = "States.Timeout";
export const DATA_LIMIT_ERROR = "States.DataLimitExceeded";

interface FailureTraits {
  /** Raised by a task itself: `States.TaskFailed` matches it. */
  readonly fromTask?: boolean;
}

/** A failure on its way to the nearest state that retries or catches it. */
export class StateFailure extends Error {
  override readonly name = "StateFailure";
  readonly fromTask: boolean;
  /** `States.Runtime` cannot be caught, not even by name. */
  readonly isCatchable: boolean;
  /** Set when a Task state lets it pass: the state around it then notes `TaskStateAborted`. */
  leftTask = false;

  constructor(
    /** Absent for a Fail state or a task failure without one. */
    readonly error: string | undefined,
    readonly reason: string | undefined,
    traits: FailureTraits = {},
  ) {
    super(`${error ?? "(no error)"}: ${reason ?? ""}`);
    this.fromTask = traits.fromTask ?? false;
    this.isCatchable = error !== RUNTIME_ERROR;
  }

  /** `$states.errorOutput` of a catcher: timeouts have an empty cause, failures without a field have null. */
  toErrorOutput(): JsonObject {
    const missingCause = this.error === TIMEOUT_ERROR ? "" : null;
    return { Error: this.error ?? null, Cause: this.reason ?? missingCause };
  }

  /** The members that history events and descriptions of executions have: absent fields stay absent. */
  toDetails(): { readonly error?: string; readonly cause?: string } {
    return {
      ...(this.error === undefined ? {} : { error: this.error }),
      ...(this.reason === undefined ? {} : { cause: this.reason }),
    };
  }
}

/** The branch was stopped because a sibling failed or the execution ended; nobody catches it. */
export class BranchCancelled extends Error {
  override readonly name = "BranchCancelled";
}
