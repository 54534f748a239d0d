/** Starts, redrives and remembers the executions of one Region. */
import type { LabContext } from "../../kernel/ports";
import type { RandomSource } from "../../kernel/random";
import { AwsError } from "../../kernel/service";
import { startExecution } from "../../states/engine";
import type { Json } from "../../states/json";
import { TaskTokens } from "../../states/task-tokens";
import type { EngineOptions, ExecutionResult, TaskRequest } from "../../states/types";
import { untilRegionIsBack } from "../platform/daylight";
import { type Execution, isRedrivable } from "./execution";
import { frozenClock } from "./frozen-clock";
import { invokeFunction } from "./lambda-task";
import { recordStateEvent } from "./state-journal";
import type { StateMachine } from "./state-machine";
import { announceStatus } from "./status-change";

/** From one state to the next (aws-facts: timings, [est]). */
const TRANSITION_MS = 40;
/** Failed runs can be redriven for 14 days (aws-facts: Step Functions). */
const REDRIVABLE_MS = 14 * 86_400_000;
/** `DescribeExecution` is eventually consistent; AWS says nothing of how long ([est]). */
const DESCRIBABLE_AFTER_MS = 2_000;

export class ExecutionBook {
  readonly tokens = new TaskTokens();
  private readonly executions = new Map<string, Execution>();

  constructor(
    private readonly lab: LabContext,
    private readonly random: RandomSource,
    private readonly region: string,
  ) {}

  list(): readonly Execution[] {
    return [...this.executions.values()];
  }

  find(arn: string): Execution {
    return this.executions.get(arn) ?? refuseUnknown(arn);
  }

  /** What an eventually consistent read finds. */
  findVisible(arn: string): Execution {
    const execution = this.find(arn);
    return this.lab.clock.now() - execution.startedAtMs < DESCRIBABLE_AFTER_MS ? refuseUnknown(arn) : execution;
  }

  /** The same name again is the same execution only while that one runs with the same input (aws-facts). */
  start(machine: StateMachine, name: string, input: string): Execution {
    const arn = `${machine.arn.replace(":stateMachine:", ":execution:")}:${name}`;
    const known = this.executions.get(arn);
    if (known?.status === "RUNNING" && known.input === input) return known;
    if (known) throw new AwsError("ExecutionAlreadyExists", `Execution Already Exists: '${arn}'`);
    const startedAtMs = this.lab.clock.now();
    const execution: Execution = {
      arn,
      name,
      machine,
      input,
      startedAtMs,
      status: "RUNNING",
      redriveCount: 0,
      history: [],
      children: [],
    };
    this.executions.set(arn, execution);
    this.run(execution, {});
    return execution;
  }

  redrive(execution: Execution): void {
    const isTooOld = this.lab.clock.now() - (execution.stoppedAtMs ?? 0) > REDRIVABLE_MS;
    if (!isRedrivable(execution) || isTooOld || !execution.resumePoint) {
      throw new AwsError("ExecutionNotRedrivable", `Execution is not redrivable: '${execution.arn}'`);
    }
    const resumeFrom = execution.resumePoint;
    forget(execution);
    execution.redriveCount += 1;
    execution.redrivenAtMs = this.lab.clock.now();
    this.run(execution, { resumeFrom });
  }

  private run(execution: Execution, extra: Pick<EngineOptions, "resumeFrom">): void {
    announceStatus(this.lab, this.region, execution);
    const handle = startExecution(execution.machine.definition, JSON.parse(execution.input) as Json, {
      clock: frozenClock(this.lab, this.region),
      random: () => this.random.next(),
      uuid: () => this.random.uuid(),
      invoke: (task) => this.invoke(execution, task),
      refuseChildren: () => this.refuseChildren(execution.machine),
      context: this.contextOf(execution),
      tokens: this.tokens,
      transitionLatencyMs: TRANSITION_MS,
      onEvent: (event) => {
        execution.history.push(event);
        recordStateEvent(this.lab, this.region, execution, event);
      },
      onChild: (name, history) => execution.children.push({ name, history }),
      ...extra,
    });
    execution.handle = handle;
    void handle.finished.then((result) => this.finish(execution, result));
  }

  private async invoke(execution: Execution, task: TaskRequest): Promise<Json> {
    const answer = await invokeFunction(this.lab, this.region, execution.machine, execution.arn, task);
    await untilRegionIsBack(this.lab, this.region, "states");
    return answer;
  }

  private refuseChildren({ arn, roleArn }: StateMachine): string | null {
    try {
      this.lab.iam.assertAllowed(roleArn, "states:StartExecution", arn);
      return null;
    } catch (error) {
      if (error instanceof AwsError) return error.message;
      throw error;
    }
  }

  private contextOf({ arn, name, machine }: Execution): NonNullable<EngineOptions["context"]> {
    return {
      type: "STANDARD",
      execution: { id: arn, name, roleArn: machine.roleArn },
      stateMachine: { id: machine.arn, name: machine.name },
      region: this.region,
    };
  }

  private finish(execution: Execution, result: ExecutionResult): void {
    const { status, output, error, cause, resumePoint, stoppedAtMs } = result;
    Object.assign(execution, {
      status,
      stoppedAtMs,
      ...(output !== undefined && { output: JSON.stringify(output) }),
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
      ...(resumePoint !== undefined && { resumePoint }),
    });
    announceStatus(this.lab, this.region, execution);
  }
}

function refuseUnknown(arn: string): never {
  throw new AwsError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
}

/** A redriven execution runs again: what its last end left behind is gone. */
function forget(execution: Execution): void {
  execution.status = "RUNNING";
  for (const member of ["stoppedAtMs", "error", "cause", "output", "resumePoint"] as const) delete execution[member];
}
