/** What the rest of AWS hears of an execution: its event, its metrics, its line in the journal. */
import type { LabContext } from "../../kernel/ports";
import type { Execution } from "./execution";

const METRIC_OF: Readonly<Record<Execution["status"], string>> = {
  RUNNING: "ExecutionsStarted",
  SUCCEEDED: "ExecutionsSucceeded",
  FAILED: "ExecutionsFailed",
  TIMED_OUT: "ExecutionsTimedOut",
  ABORTED: "ExecutionsAborted",
};

export function announceStatus(lab: LabContext, region: string, execution: Execution): void {
  recordStatus(lab, region, execution);
  const dimensions = { StateMachineArn: execution.machine.arn };
  lab.metrics.put(region, "AWS/States", METRIC_OF[execution.status], dimensions, 1);
  lab.events.publish(region, {
    source: "aws.states",
    "detail-type": "Step Functions Execution Status Change",
    resources: [execution.arn],
    detail: eventDetail(execution),
  });
}

/** Dates are epoch milliseconds here, and absent values are null [doc]. */
function eventDetail(execution: Execution): Readonly<Record<string, unknown>> {
  const { arn, name, machine, status, startedAtMs, stoppedAtMs, input, output, error, cause } = execution;
  return {
    executionArn: arn,
    stateMachineArn: machine.arn,
    name,
    status,
    startDate: startedAtMs,
    stopDate: stoppedAtMs ?? null,
    input,
    inputDetails: { included: true },
    output: output ?? null,
    outputDetails: output === undefined ? null : { included: true },
    error: error ?? null,
    cause: cause ?? null,
    redriveCount: execution.redriveCount,
    redriveDate: execution.redrivenAtMs ?? null,
  };
}

function recordStatus(lab: LabContext, region: string, execution: Execution): void {
  const { arn, name, machine, status, error, cause, output } = execution;
  const isStart = status === "RUNNING";
  lab.journal.record({
    place: region,
    actor: "states",
    kind: isStart ? "execution-started" : "execution-ended",
    summary: isStart ? `${machine.name}: execution ${name} started` : `${machine.name}: execution ${name} ${status}`,
    facts: {
      executionArn: arn,
      executionName: name,
      stateMachineName: machine.name,
      status,
      redriveCount: execution.redriveCount,
      ...(isStart ? {} : { error: error ?? null, cause: cause ?? null, output: output ?? null }),
    },
  });
}
