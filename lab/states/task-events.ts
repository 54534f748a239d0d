/** The history events of one try of a task: Lambda functions and service integrations have their own families. */
import type { StateFailure } from "./failure";
import { inputDetails, outputDetails, type Trail } from "./history";
import type { TaskResource } from "./task-resource";

export interface TaskSchedule {
  readonly argumentsText: string;
  readonly region: string;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
}

export interface TaskEvents {
  scheduled(trail: Trail, schedule: TaskSchedule): void;
  started(trail: Trail): void;
  /** A request that something else will answer was accepted. */
  submitted(trail: Trail, outputText: string): void;
  succeeded(trail: Trail, outputText: string): void;
  failed(trail: Trail, failure: StateFailure): void;
  timedOut(trail: Trail, failure: StateFailure): void;
}

export function taskEventsOf(resource: TaskResource): TaskEvents {
  return resource.kind === "function"
    ? functionEvents(resource.arn)
    : serviceEvents(resource.resourceType, resource.resource);
}

function limits({ timeoutSeconds, heartbeatSeconds }: TaskSchedule) {
  return {
    ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
    ...(heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds }),
  };
}

function functionEvents(arn: string): TaskEvents {
  return {
    scheduled: (trail, { argumentsText, timeoutSeconds: timeoutInSeconds }) =>
      trail.add("LambdaFunctionScheduled", {
        resource: arn,
        ...inputDetails(argumentsText),
        ...(timeoutInSeconds === undefined ? {} : { timeoutInSeconds }),
      }),
    started: (trail) => trail.add("LambdaFunctionStarted"),
    submitted: () => {},
    succeeded: (trail, text) => trail.add("LambdaFunctionSucceeded", outputDetails(text)),
    failed: (trail, failure) => trail.add("LambdaFunctionFailed", failure.toDetails()),
    timedOut: (trail, failure) => trail.add("LambdaFunctionTimedOut", failure.toDetails()),
  };
}

function serviceEvents(resourceType: string, resource: string): TaskEvents {
  const names = { resourceType, resource };
  return {
    scheduled: (trail, schedule) =>
      trail.add("TaskScheduled", {
        ...names,
        region: schedule.region,
        parameters: schedule.argumentsText,
        ...limits(schedule),
      }),
    started: (trail) => trail.add("TaskStarted", names),
    submitted: (trail, text) => trail.add("TaskSubmitted", { ...names, ...outputDetails(text) }),
    succeeded: (trail, text) => trail.add("TaskSucceeded", { ...names, ...outputDetails(text) }),
    failed: (trail, failure) => trail.add("TaskFailed", { ...names, ...failure.toDetails() }),
    timedOut: (trail, failure) => trail.add("TaskTimedOut", { ...names, ...failure.toDetails() }),
  };
}
