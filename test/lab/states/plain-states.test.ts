import { describe, expect, test } from "@jest/globals";
import { machine, outline, run, START_MS, secondsOf, single, types } from "./harness";

const prefix = "An error occurred while executing the state 'Only' (entered at the event id #2). ";

describe("Pass and Succeed", () => {
  test("pass their input on, or what Output says", async () => {
    const definition = machine({
      A: { Type: "Pass", Next: "B" },
      B: { Type: "Succeed", Output: "{% $states.input.n + 1 %}" },
    });
    const result = await run(definition, { input: { n: 1 } });
    expect(result).toMatchObject({ status: "SUCCEEDED", output: 2 });
    expect(result.error).toBeUndefined();
    expect(outline(result.history)).toEqual([
      "1<0 ExecutionStarted",
      "2<0 PassStateEntered",
      "3<2 PassStateExited",
      "4<3 SucceedStateEntered",
      "5<4 SucceedStateExited",
      "6<5 ExecutionSucceeded",
    ]);
  });

  test("a result over 256 KiB is refused, measured in UTF-8 bytes and without the prefix", async () => {
    const output = "{% $pad('', 87400, '€') %}";
    const result = await run(single({ Type: "Pass", Output: output }));
    expect(result).toMatchObject({
      status: "FAILED",
      error: "States.DataLimitExceeded",
      cause: "The state/task 'Only' returned a result with a size exceeding the maximum number of bytes service limit.",
    });
    const fits = await run(single({ Type: "Pass", Output: "{% $pad('', 87000, '€') %}" }));
    expect(fits.status).toBe("SUCCEEDED");
  });
});

describe("Fail", () => {
  test.each([
    [{}, {}],
    [{ Error: "Custom" }, { error: "Custom" }],
    [{ Cause: "{% 'because ' & $states.input.why %}" }, { cause: "because rain" }],
    [
      { Error: "{% $states.input.name %}", Cause: "c" },
      { error: "E1", cause: "c" },
    ],
  ])("%j ends the execution with exactly %j", async (fields, expected) => {
    const result = await run(single({ Type: "Fail", ...fields }), { input: { why: "rain", name: "E1" } });
    expect({ error: result.error, cause: result.cause }).toEqual({ error: undefined, cause: undefined, ...expected });
    expect(result.history.at(-1)).toMatchObject({
      type: "ExecutionFailed",
      previousEventId: 2,
      executionFailedEventDetails: expected,
    });
    expect(Object.keys(result.history.at(-1)?.executionFailedEventDetails ?? {})).toEqual(Object.keys(expected));
    expect(types(result.history)).not.toContain("FailStateExited");
  });

  test("an error that is not a string is an evaluation error", async () => {
    const result = await run(single({ Type: "Fail", Error: "{% 1 %}" }));
    expect(result.cause).toBe(
      `${prefix}The JSONata expression '1' specified for the field 'Error' returned an unexpected result type. Expected 'string', but was 'number' for value: 1`,
    );
  });
});

describe("Choice", () => {
  const rules = [
    { Condition: "{% $states.input.n = 1 %}", Output: "one", Assign: { v: "first" }, Next: "End" },
    { Condition: "{% $states.input.n in [1, 2] %}", Next: "End" },
  ];
  const choose = (fields: object, input: object) =>
    run(
      machine({
        Only: { Type: "Choice", ...fields },
        End: { Type: "Pass", Output: { in: "{% $states.input %}", v: "{% [$v] %}" }, End: true },
      }),
      {
        input: JSON.parse(JSON.stringify(input)),
      },
    );

  test("takes the first rule that holds, with only its own Output and Assign", async () => {
    const fields = { Choices: rules, Default: "End", Output: "default", Assign: { v: "state" } };
    expect((await choose(fields, { n: 1 })).output).toEqual({ in: "one", v: ["first"] });
    expect((await choose(fields, { n: 2 })).output).toEqual({ in: { n: 2 }, v: [] });
    expect((await choose(fields, { n: 3 })).output).toEqual({ in: "default", v: ["state"] });
  });

  test("a condition may be the literal true", async () => {
    expect((await choose({ Choices: [{ Condition: true, Next: "End" }] }, { n: 0 })).status).toBe("SUCCEEDED");
  });

  test("without a match and without a default it fails by name", async () => {
    expect(await choose({ Choices: rules }, { n: 9 })).toMatchObject({
      status: "FAILED",
      error: "States.NoChoiceMatched",
    });
  });

  test("a condition that is no boolean is an evaluation error", async () => {
    const result = await choose({ Choices: [{ Condition: "{% 'yes' %}", Next: "End" }] }, {});
    expect(result.cause).toContain("Expected 'boolean', but was 'string' for value: \"yes\"");
  });
});

describe("Wait", () => {
  test.each([
    [{ Seconds: 90 }, 90],
    [{ Seconds: "{% $states.input.s %}" }, 7],
    [{ Seconds: 0 }, 0],
    [{ Timestamp: "2026-03-01T12:01:00Z" }, 60],
    [{ Timestamp: "2026-03-01T14:01:00+02:00" }, 60],
    [{ Timestamp: "2026-03-01T12:00:01.500000000Z" }, 1.5],
    [{ Timestamp: "2020-01-01T00:00:00Z" }, 0],
    [{ Timestamp: "{% $fromMillis($millis() + 5000) %}" }, 5],
  ])("%j takes %d s", async (fields, seconds) => {
    const result = await run(single({ Type: "Wait", ...fields }), { input: { s: 7 } });
    expect(result.status).toBe("SUCCEEDED");
    expect(secondsOf(result.history, "WaitStateExited")).toEqual([seconds]);
    expect(result.stoppedAtMs).toBe(START_MS + seconds * 1000);
  });

  test.each([
    "2016-12-05 21:29:29Z",
    "2016-12-05T21:29:29",
    "2016-13-05T21:29:29Z",
    "2016-12-05T25:29:29Z",
    "2015-02-29T00:00:00Z",
    "05-12-2016T21:29:29Z",
    "2016-12-05T21:29:29.1234567890Z",
    "tomorrow",
  ])("refuses the timestamp %s", async (timestamp) => {
    const result = await run(single({ Type: "Wait", Timestamp: "{% $states.input %}" }), { input: timestamp });
    expect(result).toMatchObject({
      error: "States.QueryEvaluationError",
      cause: `${prefix}The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${timestamp}`,
    });
    expect(outline(result.history).slice(1)).toEqual([
      "2<0 WaitStateEntered",
      "3<2 EvaluationFailed",
      "4<3 ExecutionFailed",
    ]);
  });

  test.each([-1, 1.5])("refuses %d seconds", async (seconds) => {
    const result = await run(single({ Type: "Wait", Seconds: "{% $states.input %}" }), { input: seconds });
    expect(result).toMatchObject({ status: "FAILED", error: "States.Runtime" });
  });

  test("a wait of more than 2^31-1 s is too long", async () => {
    const wait = single({ Type: "Wait", Seconds: "{% $states.input %}" });
    expect(await run(wait, { input: 2 ** 31 })).toMatchObject({
      error: "States.Runtime",
      cause: `${prefix}Wait state delay is too long.`,
    });
    const far = await run(single({ Type: "Wait", Timestamp: "2999-01-01T00:00:00Z" }));
    expect(outline(far.history).slice(2)).toEqual(["3<2 ExecutionFailed"]);
  });
});
