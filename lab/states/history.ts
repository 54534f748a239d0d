/** Records what happened. One `History` per execution counts the ids; one `Trail` per branch knows what led to what. */
import type { Cancellation } from "./cancellation";
import { RUNTIME_ERROR, StateFailure } from "./failure";
import type { EventDetails, HistoryEvent } from "./history-event";
import type { EngineClock } from "./types";

/** Standard executions fail when they would need more events than this. [doc] */
const LARGEST_HISTORY_EVENTS = 25_000;

const NOT_TRUNCATED = { truncated: false } as const;

/** An input or output as events carry it: JSON text, never truncated here. */
export function inputDetails(text: string) {
  return { input: text, inputDetails: NOT_TRUNCATED };
}

export function outputDetails(text: string) {
  return { output: text, outputDetails: NOT_TRUNCATED };
}

export class History {
  readonly events: HistoryEvent[];

  constructor(
    private readonly clock: EngineClock,
    private readonly onEvent: (event: HistoryEvent) => void,
    earlier: readonly HistoryEvent[] = [],
  ) {
    this.events = [...earlier];
  }

  /** The last id is kept for the event that ends the execution. */
  append(type: string, previousEventId: number, details?: EventDetails): HistoryEvent {
    if (this.events.length >= LARGEST_HISTORY_EVENTS - 1) {
      throw new StateFailure(
        RUNTIME_ERROR,
        `The execution reached the maximum number of history events (${LARGEST_HISTORY_EVENTS}).`,
      );
    }
    return this.appendLast(type, previousEventId, details);
  }

  appendLast(type: string, previousEventId: number, details?: EventDetails): HistoryEvent {
    const event: HistoryEvent = {
      timestamp: new Date(this.clock.now()),
      type,
      id: this.events.length + 1,
      previousEventId,
      ...(details ? { [detailsMember(type)]: details } : {}),
    };
    this.events.push(event);
    this.onEvent(event);
    return event;
  }
}

/** `PassStateEntered` and its kin share one member; every other type has its own. */
function detailsMember(type: string): `${string}EventDetails` {
  if (type.endsWith("StateEntered")) return "stateEnteredEventDetails";
  if (type.endsWith("StateExited")) return "stateExitedEventDetails";
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
}

/** The thread of events of one branch. */
export class Trail {
  private beforeLast: number;
  private endsAtEntry = false;

  constructor(
    readonly history: History,
    private readonly cancellation: Cancellation,
    private lastId: number,
  ) {
    this.beforeLast = lastId;
  }

  get last(): number {
    return this.lastId;
  }

  /** AWS lets failed evaluations and aborts follow from what came before the state's own entry. */
  get lastBeforeEntry(): number {
    return this.endsAtEntry ? this.beforeLast : this.lastId;
  }

  /** Notes an event that the next one follows from. */
  add(type: string, details?: EventDetails): number {
    return this.addAfter(this.lastId, type, details);
  }

  addAfter(previousEventId: number, type: string, details?: EventDetails): number {
    const id = this.note(type, details, previousEventId);
    this.beforeLast = previousEventId;
    this.lastId = id;
    this.endsAtEntry = type.endsWith("StateEntered");
    return id;
  }

  /** Notes an event that nothing follows from, as AWS does for the end of iterations and branches. */
  note(type: string, details?: EventDetails, previousEventId: number = this.lastId): number {
    this.cancellation.throwIfCancelled();
    return this.history.append(type, previousEventId, details).id;
  }

  /** Goes on from where another branch ended. */
  continueFrom(other: Trail): void {
    this.lastId = other.lastId;
    this.endsAtEntry = false;
  }
}
