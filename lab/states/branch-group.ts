/** Branches that live and die together: those of one Parallel state, or the iterations of one Map state. */
import type { Branch } from "./branch";
import { Cancellation } from "./cancellation";
import type { Data } from "./data";
import type { StateFailure } from "./failure";
import { Trail } from "./history";
import type { JsonObject } from "./json";
import type { Machine } from "./machine";

export class BranchGroup {
  private readonly cancellation: Cancellation;
  private readonly running = new Set<Branch>();

  constructor(private readonly parent: Branch) {
    this.cancellation = new Cancellation(parent.cancellation);
  }

  /** A branch whose first event follows from `previousEventId`. It reads the outer variables; what it assigns stays inside. */
  open(previousEventId: number, mapItem?: JsonObject): Branch {
    const { parent, cancellation } = this;
    const item = mapItem ?? parent.mapItem;
    const branch: Branch = {
      execution: parent.execution,
      trail: new Trail(parent.execution.history, cancellation, previousEventId),
      cancellation,
      variables: parent.variables,
      ...(item ? { mapItem: item } : {}),
      isInTask: false,
      position: null,
    };
    this.running.add(branch);
    return branch;
  }

  /** The state around goes on from the branch that ended last. */
  async run(branch: Branch, machine: Machine, input: Data): Promise<Data> {
    try {
      return await branch.execution.runMachine(branch, machine, input);
    } finally {
      this.running.delete(branch);
      if (!this.cancellation.isCancelled) this.parent.trail.continueFrom(branch.trail);
    }
  }

  /** Notes what a failure brings down with it: the failed task itself, then every sibling that still runs. */
  abort(failed: Branch, failure: StateFailure, noteSibling: (sibling: Branch, previousEventId: number) => void): void {
    if (this.cancellation.isCancelled || !failure.isCatchable) return;
    const { trail } = this.parent;
    const causeId = failed.trail.last;
    if (failure.leftTask) trail.note("TaskStateAborted", undefined, causeId);
    failure.leftTask = false;
    for (const sibling of this.running) {
      noteSibling(sibling, causeId);
      if (sibling.isInTask) trail.note("TaskStateAborted", undefined, causeId);
    }
  }

  /** Stops whatever still runs; also lets go of the outer branch once all is over. */
  close(): void {
    this.cancellation.cancel();
  }
}
