/** Task: evaluates what to ask for, asks, waits for the result within its limits. */
import type { Data } from "./data";
import { StateFailure, TIMEOUT_ERROR } from "./failure";
import { isOversized } from "./json";
import { type Departure, leave } from "./leave";
import type { TaskState } from "./machine";
import { withRecovery } from "./recovery";
import { attemptTask } from "./task-attempt";
import { type TaskEvents, type TaskSchedule, taskEventsOf } from "./task-events";
import type { TaskResource } from "./task-resource";
import type { Template } from "./template";
import type { Visit } from "./visit";

/** TimeoutSeconds and HeartbeatSeconds may be at most this. [doc] */
const LARGEST_LIMIT_SECONDS = 99_999_999;

export function runTask(visit: Visit<TaskState>): Promise<Departure> {
  const events = taskEventsOf(visit.state.resource);
  visit.branch.isInTask = true;
  return withRecovery(
    visit,
    () => tryTask(visit, events),
    (failure, isCaught) => {
      failure.leftTask = !isCaught;
    },
  );
}

async function tryTask(visit: Visit<TaskState>, events: TaskEvents): Promise<Departure> {
  const { state } = visit;
  const token = state.resource.waits === "response" ? null : visit.branch.execution.sources.uuid();
  const taskArguments = await evaluateArguments(visit, token);
  const schedule = await scheduleOf(visit, taskArguments);
  const result = await perform(visit, events, schedule, taskArguments, token);
  return leave(visit, state, result, { result: result.value });
}

async function evaluateArguments(visit: Visit<TaskState>, token: string | null): Promise<Data> {
  const { arguments: template } = visit.state;
  return template ? visit.toLimitedData(await visit.evaluate(template, { token })) : visit.input;
}

async function scheduleOf(visit: Visit<TaskState>, taskArguments: Data): Promise<TaskSchedule> {
  const timeoutSeconds = await evaluateLimit(visit, "TimeoutSeconds", visit.state.timeoutSeconds);
  const heartbeatSeconds = await evaluateLimit(visit, "HeartbeatSeconds", visit.state.heartbeatSeconds);
  if (timeoutSeconds !== undefined && heartbeatSeconds !== undefined && heartbeatSeconds >= timeoutSeconds) {
    throw visit.runtimeFailure("HeartbeatSeconds must be smaller than TimeoutSeconds.");
  }
  return { argumentsText: taskArguments.text, region: visit.branch.execution.region, timeoutSeconds, heartbeatSeconds };
}

/** Wording of the range [est]. */
async function evaluateLimit(visit: Visit, field: string, template: Template | undefined): Promise<number | undefined> {
  if (!template) return undefined;
  const seconds = await visit.evaluateNumber(template);
  if (Number.isInteger(seconds) && seconds > 0 && seconds <= LARGEST_LIMIT_SECONDS) return seconds;
  throw visit.runtimeFailure(
    `${field} must be a positive integer of at most ${LARGEST_LIMIT_SECONDS}, but was: ${seconds}`,
  );
}

async function perform(
  visit: Visit<TaskState>,
  events: TaskEvents,
  schedule: TaskSchedule,
  taskArguments: Data,
  token: string | null,
): Promise<Data> {
  const { trail } = visit.branch;
  events.scheduled(trail, schedule);
  events.started(trail);
  try {
    const result = await attempt(visit, events, schedule, taskArguments, token);
    if (isOversized(result.text)) throw visit.dataLimitFailure(sizeLimitName(visit.state.resource));
    events.succeeded(trail, result.text);
    return result;
  } catch (error) {
    if (error instanceof StateFailure && error.isCatchable) noteFailure(visit, events, error);
    throw error;
  }
}

function attempt(
  visit: Visit<TaskState>,
  events: TaskEvents,
  schedule: TaskSchedule,
  taskArguments: Data,
  token: string | null,
) {
  const { execution, cancellation, trail } = visit.branch;
  const { resource, name } = visit.state;
  // What a job integration answered first is not known here: its invoker answers the finished job. [est]
  if (resource.waits === "job") events.submitted(trail, "{}");
  return attemptTask({
    clock: execution.clock,
    cancellation,
    tokens: execution.tokens,
    timeoutSeconds: schedule.timeoutSeconds,
    heartbeatSeconds: schedule.heartbeatSeconds,
    token,
    waitsForToken: resource.waits === "token",
    send: () =>
      execution.invoke({
        resource: resource.arn,
        arguments: taskArguments.value,
        state: name,
        token,
        attempt: visit.retryCount + 1,
      }),
    receive: (receipt) => events.submitted(trail, receipt.text),
  });
}

function noteFailure(visit: Visit<TaskState>, events: TaskEvents, failure: StateFailure): void {
  const note = failure.error === TIMEOUT_ERROR ? events.timedOut : events.failed;
  note(visit.branch.trail, failure);
}

function sizeLimitName(resource: TaskResource): string {
  return resource.kind === "function" ? resource.arn : resource.resourceType;
}
