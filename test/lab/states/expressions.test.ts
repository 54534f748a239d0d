import { describe, expect, test } from "@jest/globals";
import type { Json } from "../../../lab/states/json";
import { run, START_MS, single } from "./harness";

const evaluate = async (expression: string, input: Json = {}) =>
  run(single({ Type: "Pass", Output: `{% ${expression} %}` }), { input });
const prefix = "An error occurred while executing the state 'Only' (entered at the event id #2). ";

describe("expressions in fields", () => {
  test("a string is an expression only if it starts exactly with {% and ends with %}", async () => {
    const output = { yes: "{% 1 + 1 %}", tight: "{%2%}", before: " {% 1 %}", after: "{% 1 %} ", part: "n = {% 1 %}" };
    const result = await run(single({ Type: "Pass", Output: output }));
    expect(result.output).toEqual({ yes: 2, tight: 2, before: " {% 1 %}", after: "{% 1 %} ", part: "n = {% 1 %}" });
  });

  test("expressions work at any depth, and literals of every type stay", async () => {
    const output = {
      list: [1, "{% $states.input.n %}", { deep: ["{% $states.input.n * 2 %}"] }],
      none: null,
      yes: true,
    };
    const result = await run(single({ Type: "Pass", Output: output }), { input: { n: 4 } });
    expect(result.output).toEqual({ list: [1, 4, { deep: [8] }], none: null, yes: true });
  });

  test.each<[string, Json, Json]>([
    ["$states.input.list", { list: [0] }, [0]],
    ["$states.input.list", { list: [] }, []],
    ["$states.input.list", { list: [[1]] }, [[1]]],
    ["$states.input", [1, 2], [1, 2]],
    ["$states.input.deep.value", { deep: { value: null } }, null],
    ["$range(0, 9, 3)", {}, [0, 3, 6, 9]],
    ["$range(0, 10, 3)", {}, [0, 3, 6, 9]],
    ["$range(1, 9, 9)", {}, 1],
    ["$range(3, 1, -1)", {}, [3, 2, 1]],
    ["$partition([0], 1)", {}, [[0]]],
    ["$partition([0, 1, 2], 2)", {}, [[0, 1], [2]]],
    ["$partition($states.input.list, 5)", { list: [0, 1] }, [[0, 1]]],
    ['$parse("-0")', {}, 0],
    ['$parse(\'{"a": [1, "b"]}\')', {}, { a: [1, "b"] }],
    ["$hash('hello', 'SHA-1')", {}, "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"],
    ["$hash('a', 'MD5')", {}, "0cc175b9c0f1b6a831c399e269772661"],
    ["$string($random(7)) = $string($random(7))", {}, true],
    ["-0", {}, 0],
    ["{'a': $states.input.missing, 'b': 1}", {}, { b: 1 }],
  ])("%s of %j is %j", async (expression, input, expected) => {
    expect((await evaluate(expression, input)).output).toEqual(expected);
  });

  test.each<[string, string]>([
    ["$doesNotExist", "returned nothing (undefined)."],
    ["$range(2, 1, 1)", "returned nothing (undefined)."],
    ["$randomSeeded(1)", "threw an error during evaluation. T1006: Attempted to invoke a non-function"],
    ["$eval('1')", "threw an error during evaluation. T1006: Attempted to invoke a non-function"],
    ["$fn := function($x){$x}", "returned an unsupported result type."],
    ["{'f': $sum}", "returned an unsupported result type."],
    ["$parse('{')", "threw an error during evaluation. The argument of $parse is not valid JSON"],
    ["$range(1, 5, 0)", "threw an error during evaluation. The step of $range must not be zero"],
    ["$range(1, 2000, 1)", "threw an error during evaluation. $range answers at most 1000 numbers"],
    ["$partition([1], 0)", "threw an error during evaluation. The chunk size of $partition must be a positive integer"],
    ["$hash('a', 'CRC')", "threw an error during evaluation. $hash knows MD5, SHA-1, SHA-256, SHA-384, SHA-512"],
  ])("%s fails: it %s", async (expression, problem) => {
    const result = await evaluate(expression);
    expect(result).toMatchObject({
      status: "FAILED",
      error: "States.QueryEvaluationError",
      cause: `${prefix}The JSONata expression '${expression}' specified for the field 'Output' ${problem}`,
    });
  });

  test.each<[string, object, string]>([
    ["Output/result", { Output: { result: "{% $x %}" } }, "Output/result"],
    ["Assign/y", { Assign: { y: "{% $x %}" } }, "Assign/y"],
    ["Output/list[1]/a", { Output: { list: [1, { a: "{% $x %}" }] } }, "Output/list[1]/a"],
  ])("the field is named: %s", async (_name, fields, field) => {
    const result = await run(single({ Type: "Pass", ...fields }));
    expect(result.cause).toBe(
      `${prefix}The JSONata expression '$x' specified for the field '${field}' returned nothing (undefined).`,
    );
    expect(result.history[2]).toMatchObject({
      type: "EvaluationFailed",
      previousEventId: 0,
      evaluationFailedEventDetails: {
        error: "States.QueryEvaluationError",
        location: field,
        state: "Only",
        cause: result.cause,
      },
    });
  });

  test("time and chance come from the injected sources only", async () => {
    const output = {
      now: "{% $now() %}",
      day: "{% $now('[Y0001]-[M01]-[D01]') %}",
      ms: "{% $millis() %}",
      r: "{% $random() %}",
      u: "{% $uuid() %}",
    };
    const sources = { random: () => 0.25, uuid: () => "00000000-0000-4000-8000-000000000000" };
    const result = await run(single({ Type: "Pass", Output: output }), sources);
    expect(result.output).toEqual({
      now: "2026-03-01T12:00:00.000Z",
      day: "2026-03-01",
      ms: START_MS,
      r: 0.25,
      u: "00000000-0000-4000-8000-000000000000",
    });
  });
});
