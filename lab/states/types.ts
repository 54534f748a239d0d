/** The face of the Amazon States Language engine: what it is given, what it asks for, what it answers. */
import type { HistoryEvent } from "./history-event";
import type { Json } from "./json";
import type { TaskTokens } from "./task-tokens";

/** The members of a clock that the engine needs; `lab/kernel/virtual-clock.ts` has them. */
export interface EngineClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `run` at a moment; what it answers cancels that. */
  at(atMs: number, run: () => void): () => void;
}

/** One try of one task. */
export interface TaskRequest {
  /** The state's `Resource`, suffix included: `arn:aws:states:::lambda:invoke.waitForTaskToken`. */
  readonly resource: string;
  /** The evaluated `Arguments`, or the state's input where there are none. */
  readonly arguments: Json;
  /** Name of the state. */
  readonly state: string;
  /** Task token of `.waitForTaskToken` and `.sync` resources (also in `$states.context.Task.Token`), else null. */
  readonly token: string | null;
  /** 1 for the first try, 2 for the first retry. */
  readonly attempt: number;
}

/**
 * Carries out a task and answers its result. A rejection is the task's failure: `name` becomes the error, `message` the
 * cause. For `.waitForTaskToken` the answer only says that the request was accepted; the result comes through `TaskTokens`.
 */
export type TaskInvoker = (request: TaskRequest) => Promise<Json> | Json;

export type MachineType = "STANDARD" | "EXPRESS";

/** What `$states.context` says about the execution beyond what the engine knows itself. Everything has a default. */
export interface ExecutionContext {
  /** Defaults to `STANDARD`; `RedriveCount` exists only there, once the execution was redriven. */
  readonly type?: MachineType;
  /** Execution ARN, name and the role of the state machine. */
  readonly execution?: { readonly id?: string; readonly name?: string; readonly roleArn?: string };
  readonly stateMachine?: { readonly id?: string; readonly name?: string };
  /** Region written into task events. */
  readonly region?: string;
}

export interface EngineOptions {
  readonly clock: EngineClock;
  /** Uniform in [0, 1): feeds `$random()` and full jitter. */
  readonly random: () => number;
  /** Feeds `$uuid()`, task tokens and names of Map runs. */
  readonly uuid: () => string;
  readonly invoke: TaskInvoker;
  /** Asked before a Distributed Map starts children: why its role may not, or null. Never refused by default. */
  readonly refuseChildren?: () => string | null;
  readonly context?: ExecutionContext;
  /** Where tokens are answered from outside; shared by all executions of a Region. A private one by default. */
  readonly tokens?: TaskTokens;
  /** Time from one state to the next. Default 0; AWS takes about 40 ms [est]. */
  readonly transitionLatencyMs?: number;
  /** Hears of every history event as it happens. */
  readonly onEvent?: (event: HistoryEvent) => void;
  /** Hears of every child execution of a Distributed Map, with its history, which goes on growing. */
  readonly onChild?: (name: string, history: readonly HistoryEvent[]) => void;
  /** Redrives: continues a failed, aborted or timed-out execution at the state where it stopped. */
  readonly resumeFrom?: ResumePoint;
}

export type ExecutionStatus = "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

/** Where at the top level an execution stopped, and all that is needed to go on from there. */
export interface ResumePoint {
  /** Name of the top-level state. */
  readonly state: string;
  /** Input of that state. */
  readonly input: Json;
  /** Variables as they were when it was entered. */
  readonly variables: Readonly<Record<string, Json>>;
  /** Input of the whole execution, and when it first started. */
  readonly executionInput: Json;
  readonly startedAtMs: number;
  /** Redrives so far; the resumed execution counts one more. */
  readonly redriveCount: number;
  /** Event ids of the resumed execution go on after these. */
  readonly history: readonly HistoryEvent[];
}

export interface ExecutionResult {
  readonly status: ExecutionStatus;
  /** Only of a succeeded execution. */
  readonly output?: Json;
  /** Absent where the state machine gave none. */
  readonly error?: string;
  readonly cause?: string;
  readonly history: readonly HistoryEvent[];
  readonly startedAtMs: number;
  readonly stoppedAtMs: number;
  readonly redriveCount: number;
  /** Only of an execution that did not succeed. */
  readonly resumePoint?: ResumePoint;
}

/** A running execution. */
export interface ExecutionHandle {
  /** Rejects only for a defect of the engine or of a listener, never for a failing execution. */
  readonly finished: Promise<ExecutionResult>;
  readonly tokens: TaskTokens;
  /** `StopExecution`: without effect on an execution that is over. */
  abort(error?: string, cause?: string): void;
  /** As when the machine's `TimeoutSeconds` are over; without effect on an execution that is over. */
  timeOut(): void;
}

/**
 * One problem of a definition, as `ValidateStateMachineDefinition` reports it. `location` is a JSON pointer; empty for
 * text that is not JSON.
 */
export interface DefinitionProblem {
  readonly code: "SCHEMA_VALIDATION_FAILED" | "INVALID_JSON_DESCRIPTION" | "MISSING_TRANSITION_TARGET";
  readonly message: string;
  readonly location: string;
}
