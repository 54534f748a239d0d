/** What states share while they run: the execution they belong to and the branch they are on. */
import type { Cancellation } from "./cancellation";
import type { Data } from "./data";
import type { FunctionSources } from "./functions";
import type { History, Trail } from "./history";
import type { Json, JsonObject } from "./json";
import type { Machine } from "./machine";
import type { TaskTokens } from "./task-tokens";
import type { EngineClock, TaskInvoker } from "./types";

export type Variables = Readonly<Record<string, Json>>;

/** One execution, or one child execution of a Distributed Map. */
export interface Execution {
  readonly clock: EngineClock;
  readonly sources: FunctionSources;
  readonly invoke: TaskInvoker;
  readonly refuseChildren: () => string | null;
  readonly onChild: (name: string, history: History) => void;
  readonly tokens: TaskTokens;
  readonly region: string;
  readonly transitionLatencyMs: number;
  readonly history: History;
  /** `Execution` and `StateMachine` of the context object. */
  readonly context: ExecutionContextObject;
  /** Runs a machine from its start on a branch; here so that states with machines inside need not know the runner. */
  readonly runMachine: (branch: Branch, machine: Machine, input: Data) => Promise<Data>;
}

type ExecutionContextObject = {
  readonly Execution: JsonObject & { readonly Id: string; readonly Name: string };
  readonly StateMachine: { readonly Id: string; readonly Name: string };
};

/** Where a branch is: what it takes to start its current state again. */
interface Position {
  readonly state: string;
  readonly input: Data;
  readonly variables: Variables;
}

/** One thread of states: the top level, a Parallel branch or a Map iteration. */
export interface Branch {
  readonly execution: Execution;
  readonly trail: Trail;
  readonly cancellation: Cancellation;
  /** Replaced, never changed: inner branches start from the outer ones and cannot write to them. */
  variables: Variables;
  /** `Map` of the context object within an iteration. */
  readonly mapItem?: JsonObject;
  /** While a Task state runs: what is stopped then is noted as `TaskStateAborted`. */
  isInTask: boolean;
  position: Position | null;
}
