import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Json } from "../../../lab/states/json";
import { INVOKE, machine, outline, run, secondsOf, taskError, types } from "./harness";

const pass = { Type: "Pass", End: true };
const processor = (state: object, config?: object) => ({
  StartAt: "Each",
  States: { Each: state },
  ...(config ? { ProcessorConfig: config } : {}),
});
const map = (fields: object, state: object = pass) =>
  machine({ Map: { Type: "Map", ItemProcessor: processor(state), End: true, ...fields } });
const prefix = "An error occurred while executing the state 'Map' (entered at the event id #2). ";
const failsFor = (...bad: readonly Json[]) => ({
  StartAt: "Each",
  States: {
    Each: {
      Type: "Choice",
      Choices: [{ Condition: `{% $states.input in ${JSON.stringify(bad)} %}`, Next: "Bad" }],
      Default: "Good",
    },
    Bad: { Type: "Fail", Error: "HandleItemFailError", Cause: "HandleItemFailCause" },
    Good: pass,
  },
});

describe("items", () => {
  test.each<[string, object, Json, Json]>([
    ["the input by default", {}, [1, "a", null], [1, "a", null]],
    ["a literal with expressions", { Items: [1, "{% $states.input.n %}"] }, { n: 2 }, [1, 2]],
    ["an expression", { Items: "{% $states.input.list %}" }, { list: [7] }, [7]],
    ["nothing at all", { Items: [] }, {}, []],
    [
      "what ItemSelector makes of them",
      {
        Items: ["a", "b"],
        ItemSelector: {
          i: "{% $states.context.Map.Item.Index %}",
          v: "{% $states.context.Map.Item.Value & $states.input.suffix %}",
        },
      },
      { suffix: "!" },
      [
        { i: 0, v: "a!" },
        { i: 1, v: "b!" },
      ],
    ],
  ])("are %s", async (_name, fields, input, output) => {
    expect((await run(map(fields), { input })).output).toEqual(output);
  });

  test.each<[Json, string]>([
    [1, "'number' for value: 1"],
    ["string", "'string' for value: \"string\""],
    [true, "'boolean' for value: true"],
    [{ foo: "bar" }, '\'object\' for value: {"foo":"bar"}'],
    [null, "'null' for value: null"],
  ])("that are %j fail the evaluation", async (items, found) => {
    const result = await run(map({ Items: "{% $states.input %}" }), { input: items });
    expect(result.cause).toBe(
      `${prefix}The JSONata expression '$states.input' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was ${found}`,
    );
    expect(outline(result.history).slice(1)).toEqual([
      "2<0 MapStateEntered",
      "3<0 EvaluationFailed",
      "4<3 MapStateFailed",
      "5<4 ExecutionFailed",
    ]);
  });

  test("without Items the input must be an array", async () => {
    const result = await run(map({}), { input: { foo: "bar" } });
    expect(result).toMatchObject({
      error: "States.QueryEvaluationError",
      cause: `${prefix}Map state input must be an array but was: {"foo":"bar"}`,
    });
    expect(result.history[2]?.evaluationFailedEventDetails).not.toHaveProperty("location");
  });
});

describe("an inline Map", () => {
  test("tells one iteration after the other with MaxConcurrency 1", async () => {
    const result = await run(map({ MaxConcurrency: 1, Items: [1, 2] }));
    expect(outline(result.history)).toEqual([
      "1<0 ExecutionStarted",
      "2<0 MapStateEntered",
      "3<2 MapStateStarted",
      "4<3 MapIterationStarted",
      "5<4 PassStateEntered",
      "6<5 PassStateExited",
      "7<6 MapIterationSucceeded",
      "8<6 MapIterationStarted",
      "9<8 PassStateEntered",
      "10<9 PassStateExited",
      "11<10 MapIterationSucceeded",
      "12<10 MapStateSucceeded",
      "13<10 MapStateExited",
      "14<13 ExecutionSucceeded",
    ]);
    expect(result.history[3]?.mapIterationStartedEventDetails).toEqual({ name: "Map", index: 0 });
  });

  test.each([
    [0, 10],
    [2, 20],
    ["{% 1 %}", 40],
  ])("with MaxConcurrency %s four waits of 10 s take %d s", async (limit, seconds) => {
    const result = await run(
      map({ Items: [1, 2, 3, 4], MaxConcurrency: limit }, { Type: "Wait", Seconds: 10, End: true }),
    );
    expect(secondsOf(result.history, "MapStateSucceeded")).toEqual([seconds]);
  });

  test("never runs more iterations at once than allowed, and keeps the order of results", async () => {
    const items = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(items, fc.integer({ min: 1, max: 5 }), async (seconds, limit) => {
        const each = { Type: "Wait", Seconds: "{% $states.input %}", End: true };
        const { history, output } = await run(map({ Items: seconds, MaxConcurrency: limit }, each));
        expect(output).toEqual(seconds);
        let running = 0;
        for (const { type } of history) {
          if (type === "MapIterationStarted") running += 1;
          if (type === "MapIterationSucceeded") running -= 1;
          expect(running).toBeLessThanOrEqual(limit);
        }
      }),
      { numRuns: 25 },
    );
  });

  test("fails with the inner error; a retry repeats from MapStateStarted", async () => {
    const definition = machine({
      Map: {
        Type: "Map",
        ItemProcessor: failsFor(1),
        End: true,
        Retry: [{ ErrorEquals: ["HandleItemFailError"], MaxAttempts: 1 }],
      },
    });
    const result = await run(definition, { input: [1] });
    expect(result).toMatchObject({ status: "FAILED", error: "HandleItemFailError", cause: "HandleItemFailCause" });
    expect(outline(result.history).slice(2)).toEqual([
      "3<2 MapStateStarted",
      "4<3 MapIterationStarted",
      "5<4 ChoiceStateEntered",
      "6<5 ChoiceStateExited",
      "7<6 FailStateEntered",
      "8<7 MapIterationFailed",
      "9<7 MapStateStarted",
      "10<9 MapIterationStarted",
      "11<10 ChoiceStateEntered",
      "12<11 ChoiceStateExited",
      "13<12 FailStateEntered",
      "14<13 MapIterationFailed",
      "15<13 MapStateFailed",
      "16<15 ExecutionFailed",
    ]);
  });

  test("a timeout in one iteration aborts the others, each with its task", async () => {
    const each = { Type: "Task", Resource: INVOKE, TimeoutSeconds: "{% $states.input %}", End: true };
    const result = await run(map({ Items: [5, 6, 7] }, each), { invoke: () => new Promise<never>(() => {}) });
    const causeId = result.history.find(({ type }) => type === "TaskTimedOut")?.id ?? 0;
    const aborted = [
      "TaskStateAborted",
      "MapIterationAborted",
      "TaskStateAborted",
      "MapIterationAborted",
      "TaskStateAborted",
    ];
    expect(outline(result.history).slice(causeId)).toEqual([
      ...["MapIterationFailed", ...aborted, "MapStateFailed"].map(
        (type, index) => `${causeId + 1 + index}<${causeId} ${type}`,
      ),
      `${causeId + 8}<${causeId + 7} ExecutionFailed`,
    ]);
    expect(result).toMatchObject({ status: "FAILED", error: "States.Timeout" });
  });

  test("iterations read outer variables and cannot change them", async () => {
    const definition = machine({
      Set: { Type: "Pass", Assign: { x: 42 }, Next: "Map" },
      Map: {
        Type: "Map",
        Items: [1, 2],
        ItemProcessor: processor({ ...pass, Assign: { x: "{% $x + $states.input %}" }, Output: "{% $x %}" }),
        Next: "Look",
      },
      Look: { ...pass, Output: { items: "{% $states.input %}", x: "{% $x %}" } },
    });
    expect((await run(definition)).output).toEqual({ items: [42, 42], x: 42 });
  });

  test("nested maps answer nested arrays", async () => {
    const inner = { Type: "Map", ItemProcessor: { StartAt: "Deep", States: { Deep: pass } }, End: true };
    expect((await run(map({ MaxConcurrency: 1 }, inner), { input: [[1, 2], [3]] })).output).toEqual([[1, 2], [3]]);
  });
});

describe("tolerated failures", () => {
  test.each<[object, readonly Json[], string | undefined]>([
    [{ ToleratedFailureCount: 1 }, [1], undefined],
    [{ ToleratedFailureCount: 1 }, [1, 2], "States.ExceedToleratedFailureThreshold"],
    [{ ToleratedFailurePercentage: 50 }, [1, 2], undefined],
    [{ ToleratedFailurePercentage: "{% 49.9 %}" }, [1, 2], "States.ExceedToleratedFailureThreshold"],
    [{ ToleratedFailureCount: 4, ToleratedFailurePercentage: 1 }, [1], "States.ExceedToleratedFailureThreshold"],
  ])("%j with failing items %j: %s", async (fields, bad, error) => {
    const definition = machine({ Map: { Type: "Map", ItemProcessor: failsFor(...bad), End: true, ...fields } });
    const result = await run(definition, { input: [1, 2, 3, 4] });
    expect(result.error).toBe(error);
    if (error) expect(result.cause).toBe("The specified tolerated failure threshold was exceeded");
    else
      expect(result.output).toEqual(
        [1, 2, 3, 4].map((n) => (bad.includes(n) ? { Error: "HandleItemFailError", Cause: "HandleItemFailCause" } : n)),
      );
  });

  test.each([
    [{ ToleratedFailureCount: "{% -1 %}" }, "ToleratedFailureCount cannot be negative."],
    [{ ToleratedFailurePercentage: "{% -1 %}" }, "ToleratedFailurePercentage must be between 0 and 100."],
    [{ ToleratedFailurePercentage: "{% 100.1 %}" }, "ToleratedFailurePercentage must be between 0 and 100."],
  ])("%j ends the execution", async (fields, reason) => {
    const result = await run(map(fields), { input: [0] });
    expect(result).toMatchObject({ error: "States.Runtime", cause: `${prefix}${reason}` });
    expect(outline(result.history).slice(1)).toEqual([
      "2<0 MapStateEntered",
      "3<2 MapStateStarted",
      "4<3 ExecutionFailed",
    ]);
  });
});

describe("a Distributed Map", () => {
  const DISTRIBUTED = { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" };
  const distributed = (fields: object, state: object = pass) =>
    map({ ItemProcessor: processor(state, DISTRIBUTED), ...fields });

  test("shows the run and no child events", async () => {
    const result = await run(distributed({ Items: [0, 1] }));
    expect(result.output).toEqual([0, 1]);
    expect(outline(result.history)).toEqual([
      "1<0 ExecutionStarted",
      "2<0 MapStateEntered",
      "3<2 MapStateStarted",
      "4<3 MapRunStarted",
      "5<4 MapRunSucceeded",
      "6<5 MapStateSucceeded",
      "7<5 MapStateExited",
      "8<7 ExecutionSucceeded",
    ]);
    expect(String(result.history[3]?.mapRunStartedEventDetails?.mapRunArn)).toMatch(
      /^arn:aws:states:us-east-1:000000000000:mapRun:machine\/.+:.+$/,
    );
  });

  test("a failing child exceeds the threshold, which can be caught", async () => {
    const work = { Type: "Task", Resource: INVOKE, End: true };
    const definition = machine({
      Map: {
        Type: "Map",
        ItemProcessor: processor(work, DISTRIBUTED),
        Catch: [{ ErrorEquals: ["States.ExceedToleratedFailureThreshold"], Output: "caught", Next: "Done" }],
        End: true,
      },
      Done: pass,
    });
    const result = await run(definition, { input: [1], invoke: () => Promise.reject(taskError("Custom")) });
    expect(result.output).toBe("caught");
    expect(types(result.history).slice(3, 6)).toEqual(["MapRunStarted", "MapRunFailed", "MapStateFailed"]);
  });

  test("batches items for its children", async () => {
    const ItemBatcher = { MaxItemsPerBatch: 2, BatchInput: { run: "{% $states.input.run %}" } };
    const result = await run(distributed({ Items: [1, 2, 3], ItemBatcher }), { input: { run: "r" } });
    expect(result.output).toEqual([
      { BatchInput: { run: "r" }, Items: [1, 2] },
      { BatchInput: { run: "r" }, Items: [3] },
    ]);
    const bySize = await run(distributed({ Items: ["aaaa", "bb", "cc"], ItemBatcher: { MaxInputBytesPerBatch: 8 } }));
    expect(bySize.output).toEqual([{ Items: ["aaaa"] }, { Items: ["bb", "cc"] }]);
  });

  test("children have variables and a context of their own", async () => {
    const definition = machine({
      Set: { Type: "Pass", Assign: { x: 1 }, Next: "Map" },
      Map: {
        Type: "Map",
        Items: ["item"],
        ItemProcessor: processor(
          { ...pass, Output: { x: "{% [$x] %}", input: "{% $states.context.Execution.Input %}" } },
          DISTRIBUTED,
        ),
        End: true,
      },
    });
    expect((await run(definition)).output).toEqual([{ x: [], input: "item" }]);
  });
});
