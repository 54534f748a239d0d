/** The part of the Amazon States Language (JSONata) that Baton's machines are written in. */

/** A JSONata expression, `{% ... %}`. */
export type Expression = `{% ${string} %}`;

/** JSON in which any string may be an expression. */
export type Template = string | number | boolean | null | readonly Template[] | { readonly [key: string]: Template };

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: "FULL" | "NONE";
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly Assign?: Template;
  readonly Output?: Template;
}

interface Described {
  readonly Comment?: string;
}

/** A state either goes on to another or ends its machine. */
type Transition = { readonly Next: string } | { readonly End: true };

interface Results {
  readonly Assign?: Template;
  readonly Output?: Template;
}

export type TaskState = Described &
  Results &
  Transition & {
    readonly Type: "Task";
    readonly Resource: string;
    readonly Arguments: Template;
    readonly TimeoutSeconds: number | Expression;
    readonly Retry: readonly Retrier[];
    readonly Catch?: readonly Catcher[];
  };

type ParallelState = Described &
  Results &
  Transition & {
    readonly Type: "Parallel";
    readonly Branches: readonly StateGraph[];
    readonly Catch: readonly Catcher[];
  };

/** Distributed: each item is a child execution with a history of its own, which sees nothing but its input. */
type ProcessorConfig =
  | { readonly Mode: "INLINE" }
  | { readonly Mode: "DISTRIBUTED"; readonly ExecutionType: "STANDARD" };

export type MapState = Described &
  Results &
  Transition & {
    readonly Type: "Map";
    readonly Items: Expression;
    readonly ItemSelector: Template;
    readonly MaxConcurrency: number;
    readonly ItemProcessor: StateGraph & { readonly ProcessorConfig: ProcessorConfig };
    readonly Catch?: readonly Catcher[];
  };

type PassState = Described & Results & Transition & { readonly Type: "Pass" };

export interface ChoiceRule {
  readonly Condition: Expression;
  readonly Next: string;
  readonly Assign?: Template;
}

type ChoiceState = Described & {
  readonly Type: "Choice";
  readonly Choices: readonly ChoiceRule[];
  readonly Default: string;
};

type WaitState = Described & {
  readonly Type: "Wait";
  readonly Seconds: Expression;
  readonly Assign?: Template;
  readonly Next: string;
};

export type SucceedState = Described & { readonly Type: "Succeed"; readonly Output?: Template };

type FailState = Described & { readonly Type: "Fail"; readonly Error: string; readonly Cause: string };

export type State =
  | TaskState
  | ParallelState
  | MapState
  | PassState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState;

/** States and where they start: a machine, a branch, or what a Map does with each item. */
export interface StateGraph {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export interface StateMachineDefinition extends StateGraph {
  readonly Comment: string;
  readonly QueryLanguage: "JSONata";
  readonly TimeoutSeconds: number;
}

/** Writes an expression. */
export function jsonata(expression: string): Expression {
  return `{% ${expression} %}`;
}
