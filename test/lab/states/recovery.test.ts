import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { backoffSeconds } from "../../../lab/states/recovery";
import type { TaskRequest } from "../../../lab/states/types";
import { INVOKE, machine, outline, run, secondsOf, taskError, types } from "./harness";

const fail =
  (name = "Custom") =>
  () =>
    Promise.reject(taskError(name, "why"));
const task = (fields: object) =>
  machine({ Try: { Type: "Task", Resource: INVOKE, End: true, ...fields }, Caught: { Type: "Pass", End: true } }, {});
/** A machine without the state that only catchers lead to. */
const lone = (fields: object) => machine({ Try: { Type: "Task", Resource: INVOKE, End: true, ...fields } });

describe("Retry", () => {
  test.each([
    [{ ErrorEquals: ["Custom"] }, [0, 1, 3, 7]],
    [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 3, BackoffRate: 1, MaxAttempts: 2 }, [0, 3, 6]],
    [
      { ErrorEquals: ["States.TaskFailed"], IntervalSeconds: 2, BackoffRate: 3, MaxDelaySeconds: 10, MaxAttempts: 4 },
      [0, 2, 8, 18, 28],
    ],
    [{ ErrorEquals: ["Custom"], MaxAttempts: 0 }, [0]],
    [{ ErrorEquals: ["Other"] }, [0]],
  ])("%j tries at %j s", async (retrier, seconds) => {
    const result = await run(lone({ Retry: [retrier] }), { invoke: fail() });
    expect(secondsOf(result.history, "TaskScheduled")).toEqual(seconds);
    expect(result).toMatchObject({ status: "FAILED", error: "Custom", cause: "why" });
  });

  test("full jitter draws from the injected source", async () => {
    const retrier = { ErrorEquals: ["Custom"], IntervalSeconds: 10, JitterStrategy: "FULL", MaxAttempts: 2 };
    const result = await run(lone({ Retry: [retrier] }), { invoke: fail(), random: () => 0.25 });
    expect(secondsOf(result.history, "TaskScheduled")).toEqual([0, 2.5, 7.5]);
  });

  test("each retrier counts for itself, RetryCount over all of them", async () => {
    const errors = ["A", "B", "A", "B"];
    const counts: unknown[] = [];
    const attempts: number[] = [];
    const invoke = ({ arguments: counted, attempt }: TaskRequest) => {
      counts.push(counted);
      attempts.push(attempt);
      const name = errors.shift();
      return name ? Promise.reject(taskError(name)) : Promise.resolve("well");
    };
    const retriers = ["A", "B"].map((name) => ({ ErrorEquals: [name], BackoffRate: 1, MaxAttempts: 2 }));
    const definition = lone({ Arguments: { n: "{% $states.context.State.RetryCount %}" }, Retry: retriers });
    expect((await run(definition, { invoke })).output).toBe("well");
    expect(counts).toEqual([0, 1, 2, 3, 4].map((n) => ({ n })));
    expect(attempts).toEqual([1, 2, 3, 4, 5]);
  });

  test("follows the failed try in the history", async () => {
    let tries = 0;
    const invoke = async () => {
      tries += 1;
      if (tries === 1) throw taskError("Custom");
      return 1;
    };
    const { history } = await run(lone({ Retry: [{ ErrorEquals: ["Custom"] }] }), { invoke });
    expect(outline(history).slice(4, 7)).toEqual(["5<4 TaskFailed", "6<5 TaskScheduled", "7<6 TaskStarted"]);
  });

  test("timeouts are not States.TaskFailed", async () => {
    const definition = lone({ TimeoutSeconds: 1, Retry: [{ ErrorEquals: ["States.TaskFailed"] }] });
    const { history } = await run(definition, { invoke: () => new Promise<never>(() => {}) });
    expect(types(history).filter((type) => type === "TaskTimedOut")).toHaveLength(1);
  });

  test("delays never fall with a rate of at least one, and never pass the cap", () => {
    const retriers = fc.record({
      errorEquals: fc.constant(["X"]),
      intervalSeconds: fc.integer({ min: 1, max: 100 }),
      maxAttempts: fc.constant(9),
      backoffRate: fc.double({ min: 1, max: 5, noNaN: true }),
      maxDelaySeconds: fc.integer({ min: 1, max: 1000 }),
      hasFullJitter: fc.constant(false),
    });
    fc.assert(
      fc.property(retriers, fc.nat(20), (retrier, retries) => {
        const delay = backoffSeconds(retrier, retries);
        expect(delay).toBeLessThanOrEqual(retrier.maxDelaySeconds);
        expect(backoffSeconds(retrier, retries + 1)).toBeGreaterThanOrEqual(delay);
      }),
    );
  });
});

describe("Catch", () => {
  test("without Output the error output goes on; the state exits after its failure", async () => {
    const result = await run(task({ Catch: [{ ErrorEquals: ["Custom"], Next: "Caught" }] }), { invoke: fail() });
    expect(result).toMatchObject({ status: "SUCCEEDED", output: { Error: "Custom", Cause: "why" } });
    expect(outline(result.history).slice(4, 7)).toEqual([
      "5<4 TaskFailed",
      "6<5 TaskStateExited",
      "7<6 PassStateEntered",
    ]);
  });

  test("only the catcher's Assign and Output apply", async () => {
    const definition = machine({
      Try: {
        Type: "Task",
        Resource: INVOKE,
        Assign: { fromState: 1 },
        Output: "state",
        End: true,
        Catch: [
          {
            ErrorEquals: ["States.ALL"],
            Assign: { fromCatch: "{% $states.errorOutput.Error %}" },
            Output: "{% $states.input.n %}",
            Next: "Caught",
          },
        ],
      },
      Caught: {
        Type: "Pass",
        Output: { in: "{% $states.input %}", caught: "{% $fromCatch %}", state: "{% [$fromState] %}" },
        End: true,
      },
    });
    expect((await run(definition, { input: { n: 5 }, invoke: fail() })).output).toEqual({
      in: 5,
      caught: "Custom",
      state: [],
    });
  });

  test("the first catcher that matches wins; an unknown name never matches", async () => {
    const catchers = [
      { ErrorEquals: ["States.NoSuchThing"], Output: "no", Next: "Caught" },
      { ErrorEquals: ["States.TaskFailed"], Output: "task", Next: "Caught" },
      { ErrorEquals: ["States.ALL"], Output: "all", Next: "Caught" },
    ];
    expect((await run(task({ Catch: catchers }), { invoke: fail() })).output).toBe("task");
    const timeouts = { Catch: catchers, TimeoutSeconds: 1 };
    expect((await run(task(timeouts), { invoke: () => new Promise<never>(() => {}) })).output).toBe("all");
  });

  test("comes after the retries are used up", async () => {
    const fields = {
      Retry: [{ ErrorEquals: ["Custom"], MaxAttempts: 1 }],
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "Caught" }],
    };
    const { history, status } = await run(task(fields), { invoke: fail() });
    expect(status).toBe("SUCCEEDED");
    expect(types(history).filter((type) => type === "TaskFailed")).toHaveLength(2);
  });

  test("evaluation errors can be caught, States.Runtime not even by name", async () => {
    const catchers = { Catch: [{ ErrorEquals: ["States.Runtime", "States.QueryEvaluationError"], Next: "Caught" }] };
    expect(await run(task({ ...catchers, Arguments: "{% $nothing %}" }))).toMatchObject({ status: "SUCCEEDED" });
    const result = await run(task({ ...catchers, TimeoutSeconds: "{% 0 %}" }));
    expect(result).toMatchObject({ status: "FAILED", error: "States.Runtime" });
    expect(types(result.history)).not.toContain("TaskStateExited");
  });
});
