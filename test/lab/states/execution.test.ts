import { describe, expect, test } from "@jest/globals";
import { runExecution } from "../../../lab/states/engine";
import type { HistoryEvent } from "../../../lab/states/history-event";
import { begin, INVOKE, machine, outline, run, START_MS, single, taskError, types } from "./harness";

const pass = { Type: "Pass", End: true };
const pausing = { Type: "Wait", Seconds: 100, End: true };

describe("the context object", () => {
  test("says who runs, since when and how often", async () => {
    const context = {
      execution: { id: "arn:aws:states:eu-west-1:1:execution:m:e", name: "e", roleArn: "arn:role" },
      stateMachine: { id: "arn:m", name: "m" },
    };
    const definition = machine({
      First: { Type: "Wait", Seconds: 1, Next: "Look" },
      Look: { ...pass, Output: "{% $states.context %}" },
    });
    const result = await run(definition, { input: { a: 1 }, context });
    expect(result.output).toEqual({
      Execution: {
        Id: context.execution.id,
        Input: { a: 1 },
        StartTime: "2026-03-01T12:00:00.000Z",
        Name: "e",
        RoleArn: "arn:role",
      },
      StateMachine: { Id: "arn:m", Name: "m" },
      State: { Name: "Look", EnteredTime: "2026-03-01T12:00:01.000Z" },
    });
  });

  test("RetryCount is for Task and Map, RedriveCount for executions that were redriven only", async () => {
    const seen = async (state: object, type: "STANDARD" | "EXPRESS") =>
      (await run(single(state), { context: { type }, invoke: ({ arguments: context }) => context })).output;
    const context = { context: "{% $states.context %}" };
    expect(await seen({ Type: "Task", Resource: INVOKE, Arguments: context }, "STANDARD")).toMatchObject({
      context: { State: { RetryCount: 0 } },
    });
    expect(await seen({ Type: "Pass", Output: context }, "STANDARD")).not.toHaveProperty("context.State.RetryCount");
    for (const type of ["STANDARD", "EXPRESS"] as const) {
      const unredriven = await seen({ Type: "Pass", Output: context }, type);
      expect(unredriven).not.toHaveProperty("context.Execution.RedriveCount");
    }
  });
});

describe("the end of an execution", () => {
  test("its own TimeoutSeconds ends it", async () => {
    const world = begin(machine({ Stay: pausing }, { TimeoutSeconds: 60 }));
    const result = await world.finish();
    await world.clock.run(world.clock.now() + 1_000_000);
    expect(result).toMatchObject({ status: "TIMED_OUT", error: "States.Timeout", stoppedAtMs: START_MS + 60_000 });
    expect(outline(result.history).slice(1)).toEqual(["2<0 WaitStateEntered", "3<0 ExecutionTimedOut"]);
  });

  test("abort ends it at once; a task's late answer is not told", async () => {
    const world = begin(single({ Type: "Task", Resource: INVOKE }), {
      invoke: () => world.clock.sleep(5000).then(() => 1),
    });
    world.clock.after(1000, () => world.handle.abort("Stopped", "by hand"));
    const result = await world.finish();
    await world.clock.run(world.clock.now() + 10_000);
    world.handle.abort();
    expect(result).toMatchObject({
      status: "ABORTED",
      error: "Stopped",
      cause: "by hand",
      stoppedAtMs: START_MS + 1000,
    });
    expect(types(result.history).slice(3)).toEqual(["TaskStarted", "ExecutionAborted"]);
  });

  test("abort reaches into nested maps and branches, and closes their tokens", async () => {
    let token = "";
    const ask = { Type: "Task", Resource: `${INVOKE}.waitForTaskToken`, Arguments: {}, End: true };
    const each = { Type: "Parallel", Branches: [{ StartAt: "Ask", States: { Ask: ask } }], End: true };
    const definition = machine({
      Map: { Type: "Map", ItemProcessor: { StartAt: "Each", States: { Each: each } }, End: true },
    });
    const world = begin(definition, {
      input: [1],
      invoke: (request) => {
        token = String(request.token);
        return {};
      },
    });
    world.clock.after(1000, () => world.handle.abort());
    expect(await world.finish()).toMatchObject({ status: "ABORTED" });
    expect(() => world.handle.tokens.succeed(token, 1)).toThrow("Task Timed Out");
  });

  test("more than 25,000 events fail it, and nothing catches that", async () => {
    const loop = {
      StartAt: "Spin",
      States: {
        Spin: { Type: "Pass", Next: "Again" },
        Again: { Type: "Choice", Choices: [{ Condition: true, Next: "Spin" }], Default: "End" },
        End: pass,
      },
    };
    const definition = machine({
      Safe: { Type: "Parallel", Branches: [loop], Catch: [{ ErrorEquals: ["States.ALL"], Next: "Caught" }], End: true },
      Caught: pass,
    });
    const result = await run(definition);
    expect(result).toMatchObject({
      status: "FAILED",
      error: "States.Runtime",
      cause: "The execution reached the maximum number of history events (25000).",
    });
    expect(result.history).toHaveLength(25_000);
    expect(result.history.at(-1)?.type).toBe("ExecutionFailed");
  });
});

describe("redrive", () => {
  const definition = machine({
    Prepare: { Type: "Pass", Assign: { kept: "{% $states.input.n %}" }, Output: "prepared", Next: "Work" },
    Work: {
      Type: "Task",
      Resource: INVOKE,
      Arguments: { kept: "{% $kept %}", redrives: "{% $string($states.context.Execution.RedriveCount) & '' %}" },
      Next: "Close",
    },
    Close: { ...pass, Output: { result: "{% $states.input %}", start: "{% $states.context.Execution.StartTime %}" } },
  });

  test("goes on at the state that failed, with its input and variables", async () => {
    const failed = await run(definition, { input: { n: 7 }, invoke: () => Promise.reject(taskError("Custom")) });
    expect(failed.resumePoint).toMatchObject({
      state: "Work",
      input: "prepared",
      variables: { kept: 7 },
      redriveCount: 0,
    });
    const redriven = await run(definition, {
      resumeFrom: failed.resumePoint ?? raise(),
      invoke: ({ arguments: seen }) => seen,
    });
    expect(redriven).toMatchObject({
      status: "SUCCEEDED",
      redriveCount: 1,
      output: { result: { kept: 7, redrives: "1" }, start: "2026-03-01T12:00:00.000Z" },
    });
    expect(redriven.resumePoint).toBeUndefined();
    expect(outline(redriven.history).slice(failed.history.length - 1, failed.history.length + 2)).toEqual([
      `${failed.history.length}<${failed.history.length - 1} ExecutionFailed`,
      `${failed.history.length + 1}<${failed.history.length} ExecutionRedriven`,
      `${failed.history.length + 2}<${failed.history.length + 1} TaskStateEntered`,
    ]);
  });

  test("can be repeated, and counts", async () => {
    const invoke = () => Promise.reject(taskError("Custom"));
    const first = await run(definition, { input: { n: 1 }, invoke });
    const second = await run(definition, { resumeFrom: first.resumePoint ?? raise(), invoke });
    expect(second.resumePoint).toMatchObject({ state: "Work", redriveCount: 1, executionInput: { n: 1 } });
  });

  test("follows aborts between two states, where a transition takes time", async () => {
    const world = begin(definition, { input: { n: 1 }, transitionLatencyMs: 40 });
    world.clock.after(20, () => world.handle.abort());
    expect((await world.finish()).resumePoint).toMatchObject({
      state: "Work",
      input: "prepared",
      variables: { kept: 1 },
    });
  });
});

describe("running", () => {
  test("the transition latency lies between states, not before the first", async () => {
    const definition = machine({ A: { Type: "Pass", Next: "B" }, B: { Type: "Pass", Next: "C" }, C: pass });
    expect((await run(definition, { transitionLatencyMs: 40 })).stoppedAtMs).toBe(START_MS + 80);
    expect((await run(definition)).stoppedAtMs).toBe(START_MS);
  });

  test("a listener hears every event as it happens", async () => {
    const heard: HistoryEvent[] = [];
    const result = await run(single(pass), { onEvent: (event) => heard.push(event) });
    expect(heard).toEqual(result.history);
  });

  test("the same seed gives the same bytes, another one does not", async () => {
    const definition = machine({
      Map: {
        Type: "Map",
        ItemProcessor: { StartAt: "Each", States: { Each: { ...pass, Output: "{% [$uuid(), $random()] %}" } } },
        End: true,
      },
    });
    const bytes = async (seed: number) => JSON.stringify(await run(definition, { input: [1, 2, 3], seed }));
    expect(await bytes(3)).toBe(await bytes(3));
    expect(await bytes(3)).not.toBe(await bytes(4));
  });

  test("everything between two moments settles in microtasks", async () => {
    const definition = machine({
      Map: {
        Type: "Map",
        Items: "{% [1..20] %}",
        ItemProcessor: {
          StartAt: "T",
          States: { T: { Type: "Task", Resource: INVOKE, Arguments: { n: "{% $states.input %}" }, End: true } },
        },
        End: true,
      },
    });
    const clock = { now: () => 0, at: () => () => {} };
    let isOver = false;
    void runExecution(definition, {}, { clock, random: () => 0, uuid: () => "u", invoke: async () => 1 }).then(() => {
      isOver = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isOver).toBe(true);
  });

  test("what the invoker keeps cannot be changed behind the execution's back", async () => {
    const answer = { list: [1] };
    const definition = machine({
      T: { Type: "Task", Resource: INVOKE, Next: "W" },
      W: { Type: "Wait", Seconds: 1, Next: "P" },
      P: pass,
    });
    const world = begin(definition, { invoke: async () => answer });
    world.clock.after(500, () => answer.list.push(2));
    expect((await world.finish()).output).toEqual({ list: [1] });
  });
});

function raise(): never {
  throw new Error("no resume point");
}
