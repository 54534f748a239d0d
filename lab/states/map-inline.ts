/** Iterations of an inline Map: branches of the same execution, told in its history. */
import type { Branch } from "./branch";
import { BranchGroup } from "./branch-group";
import type { Data } from "./data";
import type { StateFailure } from "./failure";
import type { Json } from "./json";
import type { MapState } from "./machine";
import { mapItemContext } from "./map-items";
import type { MapRun } from "./map-iterations";
import { thresholdFailure } from "./map-tolerance";
import type { Visit } from "./visit";

interface InlineIteration {
  readonly index: number;
  readonly branch: Branch;
}

export class InlineRun implements MapRun<InlineIteration> {
  private readonly group: BranchGroup;
  private readonly indexOf = new Map<Branch, number>();

  constructor(
    private readonly visit: Visit<MapState>,
    private readonly items: readonly Json[],
    private readonly startedId: number,
  ) {
    this.group = new BranchGroup(visit.branch);
  }

  open(index: number, before: InlineIteration | null): InlineIteration {
    const branch = this.group.open(before?.branch.trail.last ?? this.startedId, mapItemContext(this.items, index));
    this.indexOf.set(branch, index);
    branch.trail.add("MapIterationStarted", this.details(index));
    return { index, branch };
  }

  run({ branch }: InlineIteration, input: Data): Promise<Data> {
    return this.group.run(branch, this.visit.state.processor, input);
  }

  succeeded({ index, branch }: InlineIteration): void {
    branch.trail.note("MapIterationSucceeded", this.details(index));
  }

  /** `States.Runtime` ends the execution, thresholds or not. */
  tolerates(failure: StateFailure): boolean {
    return failure.isCatchable;
  }

  failed({ index, branch }: InlineIteration): void {
    branch.trail.note("MapIterationFailed", this.details(index));
  }

  brokenBy(iteration: InlineIteration, failure: StateFailure, isToleranceDeclared: boolean): StateFailure {
    if (!failure.isCatchable) return failure;
    this.failed(iteration);
    this.group.abort(iteration.branch, failure, (sibling, causeId) => this.noteAborted(sibling, causeId));
    // AWS documents thresholds for distributed maps only, but takes the fields in both modes. [est]
    return isToleranceDeclared ? thresholdFailure() : failure;
  }

  completed(): void {}

  close(): void {
    this.group.close();
  }

  private noteAborted(sibling: Branch, causeId: number): void {
    const index = this.indexOf.get(sibling) ?? 0;
    this.visit.branch.trail.note("MapIterationAborted", this.details(index), causeId);
  }

  private details(index: number) {
    return { name: this.visit.state.name, index };
  }
}
