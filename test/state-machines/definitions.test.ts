import { describe, expect, test } from "@jest/globals";
import validate from "asl-validator";
import { validateDefinition } from "../../lab/states/engine";
import { ERROR_NAMES } from "../../orchestrator/errors";
import { FUNCTION_TIMEOUT_SECONDS, STEP_NAMES, type StepName } from "../../orchestrator/steps";
import { WORKFLOWS, type Workflow } from "../../orchestrator/workflow";
import type { State } from "../../state-machines/asl";
import { allStates, catchersOf, innerGraphs, reachable, successors, tasks } from "./graph";
import { DEFINITIONS } from "./rehearsal";

const functionArn = (name: StepName) => `arn:aws:lambda:eu-west-1:123456789012:function:baton-shop-${name}`;
const definitionOf = (workflow: Workflow) => DEFINITIONS[workflow]({ functionArn });

const MOVE = [
  "claim",
  "catch-up",
  "warm-up",
  "ask-approval",
  "take-answer",
  "check-again",
  "freeze",
  "drain",
  "promote",
  "unfreeze",
  "unfreeze",
  "verify",
  "switch-traffic",
  "protect",
  "close",
  "cool-down",
  "unfreeze",
  "cool-down",
  "stand-down",
  "call-operator",
] as const satisfies readonly StepName[];
/** Steps of each machine; one that stands in two places is named twice. */
const STEPS: Readonly<Record<Workflow, readonly StepName[]>> = {
  failover: [
    "claim",
    "gather-evidence",
    "gather-evidence",
    "warm-up",
    "decide",
    "ask-approval",
    "take-answer",
    "gather-evidence",
    "decide",
    "fence",
    "judge-fence",
    "ask-approval",
    "take-answer",
    "gather-evidence",
    "decide",
    "fence",
    "unfence",
    "promote",
    "warm-up",
    "verify",
    "switch-traffic",
    "close",
    "cool-down",
    "stand-down",
    "call-operator",
  ],
  failback: [...MOVE, "inspect", "rebuild"],
  switchover: MOVE,
};

test("every step is one of some machine", () => {
  expect(new Set(Object.values(STEPS).flat())).toEqual(new Set(STEP_NAMES));
});

function functionOf(argumentsOfTask: unknown): string {
  return String((argumentsOfTask as { readonly FunctionName: string }).FunctionName);
}

function assignedNames(state: State): readonly string[] {
  const choices = state.Type === "Choice" ? state.Choices : [];
  const assigned = [state, ...choices, ...catchersOf(state)].flatMap((part) => ("Assign" in part ? [part.Assign] : []));
  return assigned.flatMap((assign) => Object.keys(assign ?? {}));
}

describe.each(WORKFLOWS)("the definition of the %s", (workflow) => {
  const definition = definitionOf(workflow);

  test("is accepted as Step Functions would", () => {
    expect(validateDefinition(JSON.parse(JSON.stringify(definition)))).toEqual([]);
  });

  test("passes asl-validator", () => {
    expect(validate(JSON.parse(JSON.stringify(definition)))).toMatchObject({ isValid: true, errors: [] });
  });

  test("calls its steps, each in its place", () => {
    const called = tasks(definition).map(({ state }) => functionOf(state.Arguments));
    expect(called.sort()).toEqual(STEPS[workflow].map(functionArn).sort());
  });

  test("has states that can all be entered, and no way into nowhere", () => {
    const graphs = [definition, ...allStates(definition).flatMap(({ state }) => innerGraphs(state))];
    for (const graph of graphs) {
      expect([...reachable(graph)].sort()).toEqual(Object.keys(graph.States).sort());
      for (const state of Object.values(graph.States)) {
        for (const name of successors(state)) expect(Object.keys(graph.States)).toContain(name);
      }
    }
  });

  test("uses no name of a state twice, in any graph", () => {
    const names = allStates(definition).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  test("assigns no variable within a branch that exists outside: AWS keeps the two apart by name", () => {
    const outside = new Set(Object.values(definition.States).flatMap(assignedNames));
    const inside = allStates(definition).filter(({ graph }) => graph !== definition);
    expect(inside.flatMap(({ state }) => assignedNames(state)).filter((name) => outside.has(name))).toEqual([]);
  });

  test("has a bound of its own that is longer than the longest wait for a person", () => {
    const waiting = tasks(definition).find(({ state }) => state.Resource.endsWith(".waitForTaskToken"));
    const longestWaitSeconds = Number(/, (\d+)\]/.exec(String(waiting?.state.TimeoutSeconds))?.[1]);
    expect(definition.TimeoutSeconds).toBeGreaterThan(longestWaitSeconds + 12 * 3600);
  });
});

describe.each(WORKFLOWS)("every task of the %s", (workflow) => {
  const definition = definitionOf(workflow);

  test.each(tasks(definition).map((placed) => [placed.name, placed] as const))(
    "%s is bounded and tried again",
    (_, { state }) => {
      const step = STEP_NAMES.find((name) => functionOf(state.Arguments) === functionArn(name));
      const isWaiting = state.Resource.endsWith(".waitForTaskToken");
      if (!isWaiting) expect(state.TimeoutSeconds).toBeGreaterThan(FUNCTION_TIMEOUT_SECONDS[step as StepName]);
      expect(state.TimeoutSeconds).toBeDefined();
      expect(state.Retry.length).toBeGreaterThan(0);
      expect(state.Retry.at(-1)?.ErrorEquals).toContain("States.TaskFailed");
    },
  );

  test("is caught by its phase; only the call for an operator may fail the run", () => {
    const uncaught = tasks(definition).filter(
      ({ state, isCaughtAround }) => !isCaughtAround && catchersOf(state).length === 0,
    );
    expect(uncaught.map(({ name }) => name)).toEqual(["Call the operator"]);
  });

  test("is never tried again for what Baton raises on purpose, but for a page that did not get out", () => {
    const { onCallNotTold, ...final } = ERROR_NAMES;
    for (const { state } of tasks(definition)) {
      expect(state.Retry[0]).toEqual({ ErrorEquals: expect.arrayContaining(Object.values(final)), MaxAttempts: 0 });
      expect(state.Retry[0]?.ErrorEquals).not.toContain(onCallNotTold);
    }
  });

  test("that waits for a person is not asked again after its timeout", () => {
    const waiting = tasks(definition).filter(({ state }) => state.Resource.endsWith(".waitForTaskToken"));
    expect(waiting).toHaveLength(workflow === "failover" ? 2 : 1);
    const retried = waiting.flatMap(({ state }) => state.Retry.flatMap(({ ErrorEquals }) => ErrorEquals));
    expect(retried).not.toContain("States.Timeout");
    expect(retried).not.toContain("States.ALL");
  });
});
