import { describe, expect, test } from "@jest/globals";
import { begin, INVOKE, machine, outline, run, secondsOf, taskError, types } from "./harness";

const pass = (fields: object = {}) => ({ Type: "Pass", End: true, ...fields });
const branch = (name: string, state: object) => ({ StartAt: name, States: { [name]: state } });
const parallel = (branches: readonly object[], fields: object = {}) =>
  machine({ Both: { Type: "Parallel", Branches: branches, End: true, ...fields } });
const failing = { Type: "Fail", Error: "FailureType", Cause: "Cause description" };

describe("Parallel", () => {
  test("runs all branches on the same input and answers their outputs in order", async () => {
    const slow = branch("Slow", { Type: "Wait", Seconds: 9, Output: "slow", End: true });
    const quick = branch("Quick", pass({ Output: { got: "{% $states.input %}" } }));
    const result = await run(parallel([slow, quick], { Arguments: { n: "{% $states.input.n * 2 %}" } }), {
      input: { n: 2 },
    });
    expect(result.output).toEqual(["slow", { got: { n: 4 } }]);
    expect(secondsOf(result.history, "ParallelStateSucceeded")).toEqual([9]);
  });

  test("its history goes on from the branch that ended last", async () => {
    const result = await run(
      parallel([branch("A", pass()), branch("B", pass())], { Output: "{% $count($states.result) %}" }),
    );
    expect(result.output).toBe(2);
    expect(outline(result.history)).toEqual([
      "1<0 ExecutionStarted",
      "2<0 ParallelStateEntered",
      "3<2 ParallelStateStarted",
      "4<3 PassStateEntered",
      "5<3 PassStateEntered",
      "6<4 PassStateExited",
      "7<5 PassStateExited",
      "8<7 ParallelStateSucceeded",
      "9<7 ParallelStateExited",
      "10<9 ExecutionSucceeded",
    ]);
  });

  test("a failing branch fails it with the inner error unchanged", async () => {
    const result = await run(parallel([branch("Branch1", failing)]));
    expect(result).toMatchObject({ status: "FAILED", error: "FailureType", cause: "Cause description" });
    expect(outline(result.history).slice(2)).toEqual([
      "3<2 ParallelStateStarted",
      "4<3 FailStateEntered",
      "5<4 ParallelStateFailed",
      "6<5 ExecutionFailed",
    ]);
  });

  test("a task that fails uncaught in a branch is noted as aborted first", async () => {
    const definition = machine({
      Both: {
        Type: "Parallel",
        Branches: [branch("Work", { Type: "Task", Resource: INVOKE, End: true })],
        Catch: [{ ErrorEquals: ["States.TaskFailed"], Next: "Caught" }],
        End: true,
      },
      Caught: pass(),
    });
    const result = await run(definition, { invoke: () => Promise.reject(taskError("Custom")) });
    expect(result.output).toEqual({ Error: "Custom", Cause: "it broke" });
    expect(outline(result.history).slice(3, 10)).toEqual([
      "4<3 TaskStateEntered",
      "5<4 TaskScheduled",
      "6<5 TaskStarted",
      "7<6 TaskFailed",
      "8<7 TaskStateAborted",
      "9<7 ParallelStateFailed",
      "10<9 ParallelStateExited",
    ]);
  });

  test("a failure stops the siblings: they leave no trace afterwards", async () => {
    const waiting = { StartAt: "W", States: { W: { Type: "Wait", Seconds: 100, Next: "After" }, After: pass() } };
    const late = { StartAt: "Soon", States: { Soon: { Type: "Wait", Seconds: 1, Next: "F" }, F: failing } };
    const world = begin(parallel([waiting, late]));
    const result = await world.finish();
    await world.clock.run(world.clock.now() + 1_000_000);
    expect(result.stoppedAtMs - result.startedAtMs).toBe(1000);
    expect(types(result.history)).not.toContain("PassStateEntered");
    expect(result.history.at(-1)?.type).toBe("ExecutionFailed");
  });

  test("a retry starts all branches again", async () => {
    const result = await run(
      parallel([branch("Branch1", failing)], { Retry: [{ ErrorEquals: ["FailureType"], MaxAttempts: 2 }] }),
    );
    expect(outline(result.history).slice(2)).toEqual([
      "3<2 ParallelStateStarted",
      "4<3 FailStateEntered",
      "5<4 ParallelStateStarted",
      "6<5 FailStateEntered",
      "7<6 ParallelStateStarted",
      "8<7 FailStateEntered",
      "9<8 ParallelStateFailed",
      "10<9 ExecutionFailed",
    ]);
  });

  test("cannot catch States.Runtime of a branch", async () => {
    const wait = branch("W", { Type: "Wait", Seconds: "{% 2147483648 %}", End: true });
    const definition = machine({
      Both: { Type: "Parallel", Branches: [wait], Catch: [{ ErrorEquals: ["States.ALL"], Next: "Caught" }], End: true },
      Caught: pass(),
    });
    expect(await run(definition)).toMatchObject({ status: "FAILED", error: "States.Runtime" });
  });
});

describe("variables", () => {
  test("branches read outer variables; what they assign is gone outside", async () => {
    const inner = branch("In", pass({ Assign: { inner: "{% $outer + 1 %}", outer: 99 }, Output: "{% $outer %}" }));
    const definition = machine({
      Set: { Type: "Pass", Assign: { outer: 1 }, Next: "Both" },
      Both: {
        Type: "Parallel",
        Branches: [inner, inner].map((each, index) => JSON.parse(JSON.stringify(each).replaceAll("In", `In${index}`))),
        Next: "Look",
      },
      Look: pass({ Output: { outer: "{% $outer %}", inner: "{% [$inner] %}", got: "{% $states.input %}" } }),
    });
    expect((await run(definition)).output).toEqual({ outer: 1, inner: [], got: [1, 1] });
  });

  test("all fields of a state read the variables as they were on entry", async () => {
    const definition = machine({
      Set: { Type: "Pass", Assign: { a: 1, b: 2 }, Next: "Swap" },
      Swap: { Type: "Pass", Assign: { a: "{% $b %}", b: "{% $a %}" }, Output: "{% [$a, $b] %}", Next: "Look" },
      Look: pass({ Output: { before: "{% $states.input %}", after: "{% [$a, $b] %}" } }),
    });
    const result = await run(definition);
    expect(result.output).toEqual({ before: [1, 2], after: [2, 1] });
    expect(result.history[2]?.stateExitedEventDetails).toMatchObject({
      assignedVariables: { a: "1", b: "2" },
      assignedVariablesDetails: { truncated: false },
    });
  });

  test("one state may assign 256 KiB at most", async () => {
    const result = await run(machine({ Set: pass({ Assign: { big: "{% $pad('', 262144, 'x') %}" } }) }));
    expect(result).toMatchObject({ status: "FAILED", error: "States.DataLimitExceeded" });
  });
});
