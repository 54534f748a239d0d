/** One execution as Step Functions keeps it, running or over. */
import type { HistoryEvent } from "../../states/history-event";
import type { ExecutionHandle, ExecutionStatus, ResumePoint } from "../../states/types";
import type { StateMachine } from "./state-machine";

export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly machine: StateMachine;
  /** JSON text, as given. */
  readonly input: string;
  readonly startedAtMs: number;
  status: "RUNNING" | ExecutionStatus;
  stoppedAtMs?: number;
  /** JSON text. */
  output?: string;
  error?: string;
  cause?: string;
  redriveCount: number;
  redrivenAtMs?: number;
  readonly history: HistoryEvent[];
  /** Executions that its Distributed Maps have started, over all redrives. */
  readonly children: ChildExecution[];
  handle?: ExecutionHandle;
  resumePoint?: ResumePoint;
}

export interface ChildExecution {
  readonly name: string;
  readonly history: readonly HistoryEvent[];
}

/** `DescribeExecution`'s answer. */
export function describeExecution(execution: Execution): Readonly<Record<string, unknown>> {
  const { arn, name, machine, input, startedAtMs, status, stoppedAtMs, output, error, cause } = execution;
  return {
    executionArn: arn,
    stateMachineArn: machine.arn,
    name,
    status,
    startDate: new Date(startedAtMs),
    ...(stoppedAtMs !== undefined && { stopDate: new Date(stoppedAtMs) }),
    input,
    inputDetails: { included: true },
    ...(output !== undefined && { output, outputDetails: { included: true } }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    redriveCount: execution.redriveCount,
    ...(execution.redrivenAtMs !== undefined && { redriveDate: new Date(execution.redrivenAtMs) }),
    redriveStatus: isRedrivable(execution) ? "REDRIVABLE" : "NOT_REDRIVABLE",
  };
}

/** One line of `ListExecutions`. */
export function listedExecution({
  arn,
  name,
  machine,
  status,
  startedAtMs,
  stoppedAtMs,
  redriveCount,
}: Execution): unknown {
  const stopDate = stoppedAtMs === undefined ? {} : { stopDate: new Date(stoppedAtMs) };
  const startDate = new Date(startedAtMs);
  return { executionArn: arn, stateMachineArn: machine.arn, name, status, startDate, ...stopDate, redriveCount };
}

export function isRedrivable({ status, resumePoint }: Execution): boolean {
  return status !== "RUNNING" && status !== "SUCCEEDED" && resumePoint !== undefined;
}
