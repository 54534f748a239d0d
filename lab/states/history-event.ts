/** Execution history as `GetExecutionHistory` answers it: same members, same names. */

/** Details of one event, in the member that AWS names after its type. */
export type EventDetails = Readonly<Record<string, unknown>>;

export interface HistoryEvent {
  readonly timestamp: Date;
  /** As AWS names it: `TaskStateEntered`, `MapIterationStarted`. */
  readonly type: string;
  /** Counts from 1 over the whole execution, branches and iterations included. */
  readonly id: number;
  /** The event that led to this one on its own branch; 0 for the first two. */
  readonly previousEventId: number;
  /** `stateEnteredEventDetails`, `taskFailedEventDetails`, ...: at most one of them. */
  readonly [details: `${string}EventDetails`]: EventDetails | undefined;
}
