/** A state machine ready to run: every field that may hold expressions is a compiled template. */
import type { TaskResource } from "./task-resource";
import type { Template } from "./template";

export interface Machine {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, MachineState>;
  readonly timeoutSeconds: number | undefined;
}

/** What happens on one way out of a state. */
export interface Exit {
  /** Null ends the machine or branch. */
  readonly next: string | null;
  readonly output: Template | undefined;
  readonly assign: readonly (readonly [string, Template])[];
}

interface StateBase extends Exit {
  readonly name: string;
}

export interface Retrier {
  readonly errorEquals: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number;
  readonly hasFullJitter: boolean;
}

export interface Catcher extends Exit {
  readonly errorEquals: readonly string[];
}

interface RecoveringState extends StateBase {
  readonly retriers: readonly Retrier[];
  readonly catchers: readonly Catcher[];
}

export interface PassState extends StateBase {
  readonly type: "Pass";
}
export interface SucceedState extends StateBase {
  readonly type: "Succeed";
}
export interface FailState extends StateBase {
  readonly type: "Fail";
  readonly error: Template | undefined;
  readonly cause: Template | undefined;
}
export interface WaitState extends StateBase {
  readonly type: "Wait";
  readonly seconds: Template | undefined;
  readonly timestamp: Template | undefined;
}
export interface ChoiceRule extends Exit {
  readonly condition: Template;
}
export interface ChoiceState extends StateBase {
  readonly type: "Choice";
  readonly rules: readonly ChoiceRule[];
}
export interface TaskState extends RecoveringState {
  readonly type: "Task";
  readonly resource: TaskResource;
  readonly arguments: Template | undefined;
  readonly timeoutSeconds: Template | undefined;
  readonly heartbeatSeconds: Template | undefined;
}
export interface ParallelState extends RecoveringState {
  readonly type: "Parallel";
  readonly arguments: Template | undefined;
  readonly branches: readonly Machine[];
}
export interface Batcher {
  readonly maxItemsPerBatch: Template | undefined;
  readonly maxInputBytesPerBatch: Template | undefined;
  readonly batchInput: Template | undefined;
}
export interface MapState extends RecoveringState {
  readonly type: "Map";
  readonly processor: Machine;
  readonly isDistributed: boolean;
  readonly label: string | undefined;
  readonly items: Template | undefined;
  readonly itemSelector: Template | undefined;
  readonly batcher: Batcher | undefined;
  readonly maxConcurrency: Template | undefined;
  readonly toleratedFailureCount: Template | undefined;
  readonly toleratedFailurePercentage: Template | undefined;
}

export type MachineState =
  | PassState
  | SucceedState
  | FailState
  | WaitState
  | ChoiceState
  | TaskState
  | ParallelState
  | MapState;
export type RecoverableState = TaskState | ParallelState | MapState;
