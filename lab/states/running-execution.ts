/** One execution from its start to its end, whichever way it ends. */
import type { Branch, Execution } from "./branch";
import { Cancellation } from "./cancellation";
import { type Data, fromOutside } from "./data";
import { BranchCancelled, StateFailure, TIMEOUT_ERROR } from "./failure";
import { History, inputDetails, outputDetails, Trail } from "./history";
import type { Json } from "./json";
import type { Machine } from "./machine";
import { runFrom, runMachine } from "./state-runner";
import { TaskTokens } from "./task-tokens";
import type { EngineOptions, ExecutionHandle, ExecutionResult, ExecutionStatus, ResumePoint } from "./types";

type Ending = Pick<ExecutionResult, "output" | "error" | "cause">;

export class RunningExecution implements ExecutionHandle {
  readonly tokens: TaskTokens;
  readonly finished: Promise<ExecutionResult>;
  private readonly input: Data;
  private readonly startedAtMs: number;
  private readonly redriveCount: number;
  private readonly history: History;
  private readonly cancellation = new Cancellation();
  private readonly branch: Branch;
  private finish: (result: ExecutionResult) => void = () => {};
  private breakDown: (defect: unknown) => void = () => {};
  private isOver = false;

  constructor(
    private readonly machine: Machine,
    input: Json,
    private readonly options: EngineOptions,
  ) {
    const { clock, resumeFrom } = options;
    this.tokens = options.tokens ?? new TaskTokens();
    this.input = fromOutside(resumeFrom ? resumeFrom.executionInput : input);
    this.startedAtMs = resumeFrom?.startedAtMs ?? clock.now();
    this.redriveCount = resumeFrom ? resumeFrom.redriveCount + 1 : 0;
    this.history = new History(clock, options.onEvent ?? (() => {}), resumeFrom?.history);
    this.branch = this.openBranch(resumeFrom);
    this.finished = new Promise((resolve, reject) => {
      this.finish = resolve;
      this.breakDown = reject;
    });
  }

  /** The first events are noted before this returns. */
  start(): void {
    this.run().then(
      (output) => this.succeed(output),
      (error: unknown) => this.fail(error),
    );
  }

  abort(error?: string, cause?: string): void {
    const { trail } = this.branch;
    this.end("ABORTED", new StateFailure(error, cause).toDetails(), "ExecutionAborted", trail.lastBeforeEntry);
  }

  timeOut(): void {
    const details = new StateFailure(TIMEOUT_ERROR, undefined).toDetails();
    this.end("TIMED_OUT", details, "ExecutionTimedOut", this.branch.trail.lastBeforeEntry);
  }

  private async run(): Promise<Data> {
    const { resumeFrom } = this.options;
    this.noteStart(resumeFrom);
    this.startTimeout();
    if (!resumeFrom) return runMachine(this.branch, this.machine, this.input);
    return runFrom(this.branch, this.machine, resumeFrom.state, fromOutside(resumeFrom.input));
  }

  private noteStart(resumeFrom: ResumePoint | undefined): void {
    const { trail } = this.branch;
    if (resumeFrom) {
      trail.add("ExecutionRedriven", { redriveCount: this.redriveCount });
      return;
    }
    const roleArn = this.options.context?.execution?.roleArn;
    trail.note("ExecutionStarted", { ...inputDetails(this.input.text), ...(roleArn === undefined ? {} : { roleArn }) });
  }

  /** Counts anew for a redriven execution. [doc] */
  private startTimeout(): void {
    const { timeoutSeconds } = this.machine;
    if (timeoutSeconds === undefined) return;
    const { clock } = this.options;
    let isPending = true;
    const cancel = clock.at(clock.now() + timeoutSeconds * 1000, () => {
      isPending = false;
      this.timeOut();
    });
    this.cancellation.onCancel(() => {
      if (isPending) cancel();
    });
  }

  private succeed(output: Data): void {
    const { trail } = this.branch;
    this.end("SUCCEEDED", { output: output.value }, "ExecutionSucceeded", trail.last, outputDetails(output.text));
  }

  private fail(error: unknown): void {
    if (error instanceof BranchCancelled) return;
    if (error instanceof StateFailure) this.end("FAILED", error.toDetails(), "ExecutionFailed", this.branch.trail.last);
    else this.breakDown(error);
  }

  /** The first end counts; whatever still waits is stopped without a trace. */
  private end(
    status: ExecutionStatus,
    ending: Ending,
    type: string,
    previousEventId: number,
    details: object = ending,
  ): void {
    if (this.isOver) return;
    this.isOver = true;
    this.history.appendLast(type, previousEventId, { ...details });
    this.cancellation.cancel();
    this.finish(this.resultOf(status, ending));
  }

  private resultOf(status: ExecutionStatus, ending: Ending): ExecutionResult {
    const { startedAtMs, redriveCount } = this;
    const history = this.history.events;
    const common = { status, ...ending, history, startedAtMs, stoppedAtMs: this.options.clock.now(), redriveCount };
    const resumePoint = status === "SUCCEEDED" ? null : this.resumePoint();
    return resumePoint ? { ...common, resumePoint } : common;
  }

  private resumePoint(): ResumePoint | null {
    const { position } = this.branch;
    if (!position) return null;
    return {
      state: position.state,
      input: position.input.value,
      variables: position.variables,
      executionInput: this.input.value,
      startedAtMs: this.startedAtMs,
      redriveCount: this.redriveCount,
      history: this.history.events,
    };
  }

  private openBranch(resumeFrom: ResumePoint | undefined): Branch {
    const execution = this.createExecution();
    const { cancellation } = this;
    const trail = new Trail(this.history, cancellation, this.history.events.length);
    return { execution, trail, cancellation, variables: resumeFrom?.variables ?? {}, isInTask: false, position: null };
  }

  private createExecution(): Execution {
    const { clock, random, uuid, invoke, context = {}, transitionLatencyMs = 0 } = this.options;
    return {
      clock,
      sources: { now: () => clock.now(), random, uuid },
      invoke,
      refuseChildren: this.options.refuseChildren ?? (() => null),
      onChild: (name, { events }) => this.options.onChild?.(name, events),
      tokens: this.tokens,
      region: context.region ?? "us-east-1",
      transitionLatencyMs,
      history: this.history,
      context: this.contextObject(),
      runMachine,
    };
  }

  private contextObject(): Execution["context"] {
    const { execution = {}, stateMachine = {}, type = "STANDARD", region = "us-east-1" } = this.options.context ?? {};
    const machineName = stateMachine.name ?? "machine";
    const name = execution.name ?? "execution";
    const prefix = `arn:aws:states:${region}:000000000000`;
    return {
      Execution: {
        Id: execution.id ?? `${prefix}:execution:${machineName}:${name}`,
        Input: this.input.value,
        StartTime: new Date(this.startedAtMs).toISOString(),
        Name: name,
        ...(execution.roleArn === undefined ? {} : { RoleArn: execution.roleArn }),
        // AWS does not say whether it is there before the first redrive [est]: a machine must do without.
        ...(type === "STANDARD" && this.redriveCount > 0 ? { RedriveCount: this.redriveCount } : {}),
      },
      StateMachine: { Id: stateMachine.id ?? `${prefix}:stateMachine:${machineName}`, Name: machineName },
    };
  }
}
