import { describe, expect, test } from "@jest/globals";
import { runExecution, validateDefinition } from "../../../lab/states/engine";
import { INVOKE, machine, single, TOKEN_INVOKE } from "./harness";

const pass = { Type: "Pass", End: true };
const task = { Type: "Task", Resource: INVOKE };
const refusals = (definition: string | object, type: "STANDARD" | "EXPRESS" = "STANDARD") =>
  validateDefinition(definition, { type }).map(({ code, message, location }) => `${code}: ${message} at ${location}`);
const map = (processor: object, fields: object = {}) => ({
  Type: "Map",
  ItemProcessor: { StartAt: "Each", States: { Each: pass }, ...processor },
  ...fields,
});

describe("text", () => {
  test("that is not JSON is INVALID_JSON_DESCRIPTION", () => {
    expect(validateDefinition("not a definition")).toMatchObject([{ code: "INVALID_JSON_DESCRIPTION" }]);
  });

  test.each(["", " ", "[]", "null", '"text"'])("%j is no object", (text) => {
    expect(validateDefinition(text)).toMatchObject([
      { code: "SCHEMA_VALIDATION_FAILED", message: "Definition must be a valid JSON object" },
    ]);
  });

  test("a refused definition rejects the execution with AWS's message", async () => {
    const options = {
      clock: { now: () => 0, at: () => () => {} },
      random: () => 0,
      uuid: () => "",
      invoke: () => null,
    };
    await expect(runExecution("{}", {}, options)).rejects.toMatchObject({
      name: "InvalidDefinition",
      message:
        "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /'",
    });
  });
});

describe("what AWS refuses, in its own words", () => {
  test.each<[string, object, string]>([
    ["nothing in it", {}, "SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /"],
    [
      "no StartAt",
      { QueryLanguage: "JSONata", States: { A: pass } },
      "SCHEMA_VALIDATION_FAILED: These fields are required: [StartAt] at /",
    ],
    [
      "no States",
      { QueryLanguage: "JSONata", StartAt: "A" },
      "SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /",
    ],
    [
      "a bad timestamp",
      single({ Type: "Wait", Timestamp: "2016-13-05T21:29:29Z" }),
      "SCHEMA_VALIDATION_FAILED: String does not match RFC3339 timestamp at /States/Only/Timestamp",
    ],
    [
      "JSONPath within JSONata",
      single({ ...pass, QueryLanguage: "JSONPath" }),
      "SCHEMA_VALIDATION_FAILED: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at /States/Only",
    ],
    [
      "an unknown state type",
      single({ Type: "Loop" }),
      "SCHEMA_VALIDATION_FAILED: The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /States/Only/Type",
    ],
    [
      "an unknown resource",
      single({ Type: "Task", Resource: "arn:aws:states:::dynamodb:query" }),
      "SCHEMA_VALIDATION_FAILED: The resource provided arn:aws:states:::dynamodb:query is not recognized. The value is not a valid resource ARN, or the resource is not available in this region. at /States/Only/Resource",
    ],
    [
      "no branches",
      single({ Type: "Parallel", Branches: [] }),
      "SCHEMA_VALIDATION_FAILED: Value cannot be empty at /States/Only/Branches",
    ],
    [
      "a target that does not exist",
      machine({ A: { Type: "Pass", Next: "Nowhere" } }),
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: Nowhere at /States/A/Next",
    ],
    [
      "an unreachable state",
      machine({ A: pass, B: pass }),
      'MISSING_TRANSITION_TARGET: State "B" is not reachable. at /States/B',
    ],
  ])("%s", (_name, definition, refusal) => {
    expect(refusals(definition)).toEqual([refusal]);
  });

  test("an express machine may not wait for tokens or jobs", () => {
    const sync = single({ Type: "Task", Resource: "arn:aws:states:::states:startExecution.sync:2", Arguments: {} });
    expect(refusals(single({ Type: "Task", Resource: TOKEN_INVOKE }), "EXPRESS")).toEqual([
      "SCHEMA_VALIDATION_FAILED: Express state machine does not support '.waitForTaskToken' service integration  at /States/Only/Resource",
    ]);
    expect(refusals(sync, "EXPRESS")).toEqual([
      "SCHEMA_VALIDATION_FAILED: Express state machine does not support '.sync' service integration at /States/Only/Resource",
    ]);
    expect(refusals(sync)).toEqual([]);
  });
});

describe("strictness", () => {
  const catcher = { ErrorEquals: ["States.ALL"], Next: "Only" };
  test.each<[string, object, string]>([
    ["unknown machine field", machine({ A: pass }, { Extra: 1 }), "/Extra"],
    ["JSONPath field", single({ ...pass, InputPath: "$" }), "/States/Only/InputPath"],
    ["field of another type", single({ ...pass, Arguments: {} }), "/States/Only/Arguments"],
    ["a state in JSONPath", { StartAt: "A", States: { A: pass } }, "/States/A"],
    ["unknown query language", machine({ A: pass }, { QueryLanguage: "SQL" }), "/QueryLanguage"],
    ["machine timeout", machine({ A: pass }, { TimeoutSeconds: 0 }), "/TimeoutSeconds"],
    ["neither Next nor End", machine({ A: { Type: "Pass" } }), "/States/A"],
    ["Next and End", machine({ A: { ...pass, Next: "A" } }), "/States/A"],
    ["End false", machine({ A: { Type: "Pass", End: false } }), "/States/A/End"],
    ["Wait without a measure", single({ Type: "Wait" }), "/States/Only"],
    ["Wait with two", single({ Type: "Wait", Seconds: 1, Timestamp: "2026-01-01T00:00:00Z" }), "/States/Only"],
    ["negative wait", single({ Type: "Wait", Seconds: -1 }), "/States/Only/Seconds"],
    ["fractional timeout", single({ ...task, TimeoutSeconds: 1.5 }), "/States/Only/TimeoutSeconds"],
    [
      "heartbeat not below timeout",
      single({ ...task, TimeoutSeconds: 5, HeartbeatSeconds: 5 }),
      "/States/Only/HeartbeatSeconds",
    ],
    ["text for Arguments", single({ ...task, Arguments: "text" }), "/States/Only/Arguments"],
    [
      "token with a service that has none",
      single({ Type: "Task", Resource: "arn:aws:states:::dynamodb:getItem.waitForTaskToken" }),
      "/States/Only/Resource",
    ],
    ["broken expression", single({ ...pass, Output: { a: ["{% 1 + %}"] } }), "/States/Only/Output/a[0]"],
    ["reserved variable", single({ ...pass, Assign: { states: 1 } }), "/States/Only/Assign/states"],
    ["variable with a dash", single({ ...pass, Assign: { "a-b": 1 } }), "/States/Only/Assign/a-b"],
    [
      "condition that is text",
      single({ Type: "Choice", Choices: [{ Condition: "yes", Next: "Only" }] }),
      "/States/Only/Choices[0]/Condition",
    ],
    ["no rules", single({ Type: "Choice", Choices: [] }), "/States/Only/Choices"],
    [
      "States.ALL among others",
      single({ ...task, Catch: [{ ...catcher, ErrorEquals: ["States.ALL", "A"] }] }),
      "/States/Only/Catch[0]/ErrorEquals",
    ],
    [
      "States.ALL not last",
      single({ ...task, Catch: [catcher, { ...catcher, ErrorEquals: ["A"] }] }),
      "/States/Only/Catch[0]/ErrorEquals",
    ],
    ["no error names", single({ ...task, Retry: [{ ErrorEquals: [] }] }), "/States/Only/Retry[0]/ErrorEquals"],
    [
      "back-off below one",
      single({ ...task, Retry: [{ ErrorEquals: ["A"], BackoffRate: 0.5 }] }),
      "/States/Only/Retry[0]/BackoffRate",
    ],
    [
      "no interval",
      single({ ...task, Retry: [{ ErrorEquals: ["A"], IntervalSeconds: 0 }] }),
      "/States/Only/Retry[0]/IntervalSeconds",
    ],
    [
      "unknown jitter",
      single({ ...task, Retry: [{ ErrorEquals: ["A"], JitterStrategy: "SOME" }] }),
      "/States/Only/Retry[0]/JitterStrategy",
    ],
    [
      "percentage above 100",
      single(map({}, { ToleratedFailurePercentage: 101 })),
      "/States/Only/ToleratedFailurePercentage",
    ],
    [
      "a name used twice",
      single(map({ StartAt: "Only", States: { Only: pass } })),
      "/States/Only/ItemProcessor/States/Only",
    ],
    [
      "distributed without type",
      single(map({ ProcessorConfig: { Mode: "DISTRIBUTED" } })),
      "/States/Only/ItemProcessor/ProcessorConfig",
    ],
    ["batches inline", single(map({}, { ItemBatcher: { MaxItemsPerBatch: 2 } })), "/States/Only/ItemBatcher"],
    ["what the lab cannot do", single(map({}, { ItemReader: {} })), "/States/Only/ItemReader"],
    [
      "deep within a branch",
      single({ Type: "Parallel", Branches: [{ StartAt: "In", States: { In: { ...pass, ResultPath: "$" } } }] }),
      "/States/Only/Branches[0]/States/In/ResultPath",
    ],
  ])("%s is refused at %s", (_name, definition, location) => {
    const problems = validateDefinition(definition);
    expect(problems.map((problem) => problem.location)).toContain(location);
    expect(problems).toHaveLength(1);
  });

  test("all problems are reported at once", () => {
    const definition = machine({
      A: { Type: "Pass", Extra: 1, Next: "B" },
      B: { Type: "Wait", Seconds: "soon", End: true },
    });
    expect(validateDefinition(definition).map(({ location }) => location)).toEqual([
      "/States/A/Extra",
      "/States/B/Seconds",
    ]);
  });

  test("JSONata may be set per state", () => {
    expect(validateDefinition({ StartAt: "A", States: { A: { ...pass, QueryLanguage: "JSONata" } } })).toEqual([]);
  });
});
