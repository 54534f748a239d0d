/** Iterations of a Distributed Map: child executions with histories and variables of their own. */
import type { Branch, Execution } from "./branch";
import { Cancellation } from "./cancellation";
import type { Data } from "./data";
import { StateFailure } from "./failure";
import { History, inputDetails, Trail } from "./history";
import type { MapState } from "./machine";
import type { MapRun } from "./map-iterations";
import { thresholdFailure } from "./map-tolerance";
import type { Visit } from "./visit";

interface ChildRun {
  readonly index: number;
}

export class DistributedRun implements MapRun<ChildRun> {
  private readonly cancellation: Cancellation;
  /** `<machine>/<label>:<id>`, as it ends ARNs of the run and of its children. */
  private readonly runName: string;

  constructor(private readonly visit: Visit<MapState>) {
    const { execution, cancellation, trail } = visit.branch;
    this.cancellation = new Cancellation(cancellation);
    const { uuid } = execution.sources;
    this.runName = `${execution.context.StateMachine.Name}/${visit.state.label ?? uuid()}:${uuid()}`;
    trail.add("MapRunStarted", { mapRunArn: this.arnOf("mapRun") });
    const refusal = execution.refuseChildren();
    if (refusal !== null) throw this.refused(refusal);
  }

  open(index: number): ChildRun {
    return { index };
  }

  run(_child: ChildRun, input: Data): Promise<Data> {
    const { execution } = this.visit.branch;
    const branch = this.openBranch(input);
    branch.trail.note("ExecutionStarted", inputDetails(input.text));
    return execution.runMachine(branch, this.visit.state.processor, input);
  }

  succeeded(): void {}

  /** A child execution may fail of anything. */
  tolerates(): boolean {
    return true;
  }

  failed(): void {}

  /** Without declared thresholds none is tolerated; either way the children's own errors stay with them. [doc] */
  brokenBy(_child: ChildRun, _failure: StateFailure): StateFailure {
    const failure = thresholdFailure();
    this.visit.branch.trail.add("MapRunFailed", failure.toDetails());
    return failure;
  }

  completed(): void {
    this.visit.branch.trail.add("MapRunSucceeded");
  }

  close(): void {
    this.cancellation.cancel();
  }

  /** Children are started under the machine's own role, which must be allowed to. [doc; the error's name est] */
  private refused(reason: string): StateFailure {
    const failure = new StateFailure("States.Permissions", reason);
    this.visit.branch.trail.add("MapRunFailed", failure.toDetails());
    return failure;
  }

  /** A Distributed Map cannot read outer variables. [doc] */
  private openBranch(input: Data): Branch {
    const execution = this.childExecution(input);
    const { cancellation } = this;
    const trail = new Trail(execution.history, cancellation, 0);
    return { execution, trail, cancellation, variables: {}, isInTask: false, position: null };
  }

  private childExecution(input: Data): Execution {
    const { execution } = this.visit.branch;
    const name = execution.sources.uuid();
    const own = { Id: `${this.arnOf("execution")}:${name}`, Name: name, Input: input.value, StartTime: this.nowText() };
    const history = new History(execution.clock, () => {});
    execution.onChild(name, history);
    return {
      ...execution,
      history,
      context: { ...execution.context, Execution: { ...execution.context.Execution, ...own } },
    };
  }

  private nowText(): string {
    return new Date(this.visit.branch.execution.clock.now()).toISOString();
  }

  /** The parent's ARN with another resource type and this run's name. */
  private arnOf(resourceType: "execution" | "mapRun"): string {
    const prefix = this.visit.branch.execution.context.Execution.Id.split(":").slice(0, 5).join(":");
    return `${prefix}:${resourceType}:${this.runName}`;
  }
}
