import { describe, expect, test } from "@jest/globals";
import type { TaskRequest } from "../../../lab/states/types";
import { begin, INVOKE, machine, outline, run, secondsOf, single, TOKEN_INVOKE, taskError, types } from "./harness";

const FUNCTION_ARN = "arn:aws:lambda:us-east-1:123456789012:function:f";
const never = () => new Promise<never>(() => {});

describe("a task", () => {
  test("is invoked with its evaluated arguments and answers its result", async () => {
    const requests: TaskRequest[] = [];
    const definition = single({
      Type: "Task",
      Resource: INVOKE,
      Arguments: { FunctionName: "f", Payload: "{% $states.input.n + 1 %}" },
      Output: { result: "{% $states.result.Payload %}", input: "{% $states.input.n %}" },
    });
    const invoke = async (request: TaskRequest) => {
      requests.push(request);
      return { Payload: "done", StatusCode: 200 };
    };
    const result = await run(definition, { input: { n: 1 }, invoke });
    expect(requests).toEqual([
      { resource: INVOKE, arguments: { FunctionName: "f", Payload: 2 }, state: "Only", token: null, attempt: 1 },
    ]);
    expect(result.output).toEqual({ result: "done", input: 1 });
    expect(outline(result.history)).toEqual([
      "1<0 ExecutionStarted",
      "2<0 TaskStateEntered",
      "3<2 TaskScheduled",
      "4<3 TaskStarted",
      "5<4 TaskSucceeded",
      "6<5 TaskStateExited",
      "7<6 ExecutionSucceeded",
    ]);
    expect(result.history[2]?.taskScheduledEventDetails).toEqual({
      resourceType: "lambda",
      resource: "invoke",
      region: "us-east-1",
      parameters: '{"FunctionName":"f","Payload":2}',
    });
  });

  test("without Arguments gets the state's input; a result of nothing is null", async () => {
    let seen: unknown;
    const invoke = (request: TaskRequest) => {
      seen = request.arguments;
      return Promise.resolve(JSON.parse("null"));
    };
    const result = await run(single({ Type: "Task", Resource: INVOKE }), { input: { a: [1] }, invoke });
    expect(seen).toEqual({ a: [1] });
    expect(result.output).toBeNull();
  });

  test("a Lambda function's ARN has events of its own", async () => {
    const definition = single({ Type: "Task", Resource: FUNCTION_ARN, TimeoutSeconds: 5 });
    expect(types((await run(definition)).history)).toEqual([
      "ExecutionStarted",
      "TaskStateEntered",
      "LambdaFunctionScheduled",
      "LambdaFunctionStarted",
      "LambdaFunctionSucceeded",
      "TaskStateExited",
      "ExecutionSucceeded",
    ]);
    const failed = await run(definition, { invoke: never });
    expect(failed.history.at(-2)).toMatchObject({
      type: "LambdaFunctionTimedOut",
      lambdaFunctionTimedOutEventDetails: { error: "States.Timeout" },
    });
  });

  test("an SDK integration is named by service and action", async () => {
    const { history } = await run(
      single({ Type: "Task", Resource: "arn:aws:states:::aws-sdk:rds:promoteReadReplica" }),
    );
    expect(history[3]?.taskStartedEventDetails).toEqual({
      resourceType: "aws-sdk:rds",
      resource: "promoteReadReplica",
    });
  });

  test("a rejection is its failure: name and message become error and cause", async () => {
    const invoke = () => Promise.reject(taskError("Rds.DbInstanceNotFoundException", '{"errorMessage":"x"}'));
    const result = await run(single({ Type: "Task", Resource: INVOKE }), { invoke });
    expect(result).toMatchObject({
      status: "FAILED",
      error: "Rds.DbInstanceNotFoundException",
      cause: '{"errorMessage":"x"}',
    });
    expect(outline(result.history).slice(4)).toEqual(["5<4 TaskFailed", "6<5 ExecutionFailed"]);
  });

  test("a result over 256 KiB is a failure that States.ALL catches", async () => {
    const cause =
      "The state/task 'lambda' returned a result with a size exceeding the maximum number of bytes service limit.";
    const definition = machine({
      Big: { Type: "Task", Resource: INVOKE, End: true, Catch: [{ ErrorEquals: ["States.ALL"], Next: "Caught" }] },
      Caught: { Type: "Pass", End: true },
    });
    const result = await run(definition, { invoke: async () => "x".repeat(262_145) });
    expect(result.output).toEqual({ Error: "States.DataLimitExceeded", Cause: cause });
    expect(result.history[4]).toMatchObject({
      type: "TaskFailed",
      taskFailedEventDetails: { error: "States.DataLimitExceeded", cause },
    });
  });
});

describe("limits in time", () => {
  const caught = (fields: object) =>
    machine({
      Slow: {
        Type: "Task",
        Resource: INVOKE,
        End: true,
        Catch: [{ ErrorEquals: ["States.Timeout"], Next: "Caught" }],
        ...fields,
      },
      Caught: { Type: "Pass", End: true },
    });

  test.each([
    [{ TimeoutSeconds: 30 }, 30],
    [{ TimeoutSeconds: "{% $states.input.limit %}" }, 12],
    [{ HeartbeatSeconds: 5 }, 5],
    [{ TimeoutSeconds: 30, HeartbeatSeconds: "{% $states.input.limit / 2 %}" }, 6],
  ])("%j times out after %d s, with an empty cause for the catcher", async (fields, seconds) => {
    const result = await run(caught(fields), { input: { limit: 12 }, invoke: never });
    expect(result.output).toEqual({ Error: "States.Timeout", Cause: "" });
    expect(secondsOf(result.history, "TaskTimedOut")).toEqual([seconds]);
    const timedOut = result.history.find(({ type }) => type === "TaskTimedOut");
    expect(timedOut?.taskTimedOutEventDetails).toEqual({
      resourceType: "lambda",
      resource: "invoke",
      error: "States.Timeout",
    });
  });

  test("uncaught, the execution fails with the error alone", async () => {
    const result = await run(single({ Type: "Task", Resource: INVOKE, TimeoutSeconds: 1 }), { invoke: never });
    expect(result).toMatchObject({ status: "FAILED", error: "States.Timeout" });
    expect(result.history.at(-1)?.executionFailedEventDetails).toEqual({ error: "States.Timeout" });
  });

  test("the scheduled event carries the limits", async () => {
    const { history } = await run(single({ Type: "Task", Resource: INVOKE, TimeoutSeconds: 9, HeartbeatSeconds: 3 }));
    expect(history[2]?.taskScheduledEventDetails).toMatchObject({ timeoutInSeconds: 9, heartbeatInSeconds: 3 });
  });

  test.each(["0", "-1", "1.5", "99999999 + 1"])("an evaluated limit of %s cannot be caught", async (limit) => {
    expect(await run(caught({ TimeoutSeconds: `{% ${limit} %}` }))).toMatchObject({
      status: "FAILED",
      error: "States.Runtime",
    });
  });

  test("a limit that is no number is an evaluation error", async () => {
    const result = await run(single({ Type: "Task", Resource: INVOKE, TimeoutSeconds: "{% 'soon' %}" }));
    expect(result.cause).toBe(
      "An error occurred while executing the state 'Only' (entered at the event id #2). The JSONata expression ''soon'' specified for the field 'TimeoutSeconds' returned an unexpected result type. Expected 'number', but was 'string' for value: \"soon\"",
    );
  });

  test("an answer after the timeout changes nothing", async () => {
    const world = begin(caught({ TimeoutSeconds: 1 }), { invoke: () => world.clock.sleep(5000).then(() => "late") });
    const result = await world.finish();
    await world.clock.run(world.clock.now() + 10_000);
    expect(result.output).toEqual({ Error: "States.Timeout", Cause: "" });
    expect(types(result.history)).not.toContain("TaskSucceeded");
  });
});

describe("task tokens", () => {
  const waiting = (fields: object = {}) =>
    machine({
      Ask: {
        Type: "Task",
        Resource: TOKEN_INVOKE,
        Arguments: { token: "{% $states.context.Task.Token %}" },
        Catch: [
          { ErrorEquals: ["Named"], Output: "named", Next: "Caught" },
          { ErrorEquals: ["States.ALL"], Next: "Caught" },
        ],
        End: true,
        ...fields,
      },
      Caught: { Type: "Pass", End: true },
    });
  const ask = (fields: object = {}) => {
    let token = "";
    const world = begin(waiting(fields), {
      invoke: (request) => {
        token = String(request.token);
        expect(request.arguments).toEqual({ token });
        return { accepted: true };
      },
    });
    return { ...world, tokens: world.handle.tokens, token: () => token };
  };

  test("the result comes through the token, after the request was submitted", async () => {
    const world = ask();
    world.clock.after(60_000, () => world.tokens.succeed(world.token(), { approved: true }));
    const result = await world.finish();
    expect(result.output).toEqual({ approved: true });
    expect(secondsOf(result.history, "TaskSucceeded")).toEqual([60]);
    expect(types(result.history).slice(2, 6)).toEqual([
      "TaskScheduled",
      "TaskStarted",
      "TaskSubmitted",
      "TaskSucceeded",
    ]);
    expect(result.history[4]?.taskSubmittedEventDetails).toMatchObject({
      resource: "invoke.waitForTaskToken",
      output: '{"accepted":true}',
    });
  });

  test.each([
    ["Named", "why", "named"],
    ["Other", "why", { Error: "Other", Cause: "why" }],
    [undefined, undefined, { Error: null, Cause: null }],
  ])("a failure (%s, %s) is caught as %j", async (error, cause, output) => {
    const world = ask();
    world.clock.after(1000, () => world.tokens.fail(world.token(), error, cause));
    expect((await world.finish()).output).toEqual(output);
  });

  test("a failed request is the task's failure", async () => {
    const result = await run(waiting(), {
      invoke: () => Promise.reject(taskError("Lambda.ResourceNotFoundException", "gone")),
    });
    expect(result.output).toEqual({ Error: "Lambda.ResourceNotFoundException", Cause: "gone" });
  });

  test("heartbeats keep it alive, and their absence ends it", async () => {
    const world = ask({ HeartbeatSeconds: 10 });
    for (const second of [8, 16, 24]) world.clock.after(second * 1000, () => world.tokens.heartbeat(world.token()));
    const result = await world.finish();
    expect(result.output).toEqual({ Error: "States.Timeout", Cause: "" });
    expect(secondsOf(result.history, "TaskTimedOut")).toEqual([34]);
  });

  test("a token that was answered, expired or never issued is refused", async () => {
    const world = ask({ TimeoutSeconds: 5 });
    world.clock.after(1000, () => world.tokens.succeed(world.token(), 1));
    await world.finish();
    expect(() => world.tokens.succeed(world.token(), 2)).toThrow(
      "Task Timed Out: 'Provided task does not exist anymore'",
    );
    expect(() => world.tokens.heartbeat("forged")).toThrow("Invalid Token: 'Invalid token'");
    const expired = ask({ TimeoutSeconds: 5 });
    await expired.finish();
    expect(() => expired.tokens.fail(expired.token())).toThrow("Task Timed Out");
  });

  test("every try has a token of its own", async () => {
    const tokens: (string | null)[] = [];
    const definition = waiting({ Retry: [{ ErrorEquals: ["States.Timeout"], MaxAttempts: 2 }], TimeoutSeconds: 1 });
    await run(definition, { invoke: ({ token }) => tokens.push(token) });
    expect(new Set(tokens).size).toBe(3);
  });

  test("a finished job integration is submitted, then succeeds", async () => {
    const definition = single({
      Type: "Task",
      Resource: "arn:aws:states:::states:startExecution.sync:2",
      Arguments: { t: "{% $states.context.Task.Token %}" },
    });
    const result = await run(definition, { invoke: ({ token }) => ({ hasToken: token !== null }) });
    expect(result.output).toEqual({ hasToken: true });
    expect(types(result.history).slice(4, 6)).toEqual(["TaskSubmitted", "TaskSucceeded"]);
  });
});
