/** Turns a valid definition into a machine. */
import type { AslCatcher, AslChoiceRule, AslMachine, AslMap, AslRetrier, AslState } from "./asl";
import type { Json, JsonObject } from "./json";
import type { Batcher, Catcher, ChoiceRule, Exit, Machine, MachineState, MapState, Retrier } from "./machine";
import { parseTaskResource } from "./task-resource";
import { compileTemplate, type Template } from "./template";

export function compileMachine(definition: AslMachine): Machine {
  const states = new Map<string, MachineState>();
  for (const [name, state] of Object.entries(definition.States)) states.set(name, compileState(name, state));
  return { startAt: definition.StartAt, states, timeoutSeconds: definition.TimeoutSeconds };
}

function compileState(name: string, state: AslState): MachineState {
  const base = { name, ...compileExit(state) };
  switch (state.Type) {
    case "Pass":
    case "Succeed":
      return { ...base, type: state.Type };
    case "Fail":
      return { ...base, type: "Fail", error: optional(state.Error, "Error"), cause: optional(state.Cause, "Cause") };
    case "Wait":
      return {
        ...base,
        type: "Wait",
        seconds: optional(state.Seconds, "Seconds"),
        timestamp: optional(state.Timestamp, "Timestamp"),
      };
    case "Choice":
      return { ...base, type: "Choice", next: state.Default ?? null, rules: state.Choices.map(compileRule) };
    case "Task":
      return {
        ...base,
        ...compileRecovery(state),
        type: "Task",
        resource: parseTaskResource(state.Resource),
        arguments: optional(state.Arguments, "Arguments"),
        timeoutSeconds: optional(state.TimeoutSeconds, "TimeoutSeconds"),
        heartbeatSeconds: optional(state.HeartbeatSeconds, "HeartbeatSeconds"),
      };
    case "Parallel":
      return {
        ...base,
        ...compileRecovery(state),
        type: "Parallel",
        arguments: optional(state.Arguments, "Arguments"),
        branches: state.Branches.map(compileMachine),
      };
    case "Map":
      return { ...base, ...compileRecovery(state), ...compileMap(state) };
  }
}

function optional(value: Json | undefined, field: string): Template | undefined {
  return value === undefined ? undefined : compileTemplate(value, field);
}

function compileExit(
  source: { readonly Next?: string; readonly Output?: Json; readonly Assign?: JsonObject },
  place = "",
): Exit {
  const assigned = Object.entries(source.Assign ?? {});
  return {
    next: source.Next ?? null,
    output: optional(source.Output, `${place}Output`),
    assign: assigned.map(([variable, value]) => [variable, compileTemplate(value, `${place}Assign/${variable}`)]),
  };
}

function compileRule(rule: AslChoiceRule, index: number): ChoiceRule {
  const place = `Choices[${index}]/`;
  return { ...compileExit(rule, place), condition: compileTemplate(rule.Condition, `${place}Condition`) };
}

function compileRecovery(state: { readonly Retry?: readonly AslRetrier[]; readonly Catch?: readonly AslCatcher[] }) {
  return { retriers: (state.Retry ?? []).map(compileRetrier), catchers: (state.Catch ?? []).map(compileCatcher) };
}

function compileRetrier(retrier: AslRetrier): Retrier {
  return {
    errorEquals: retrier.ErrorEquals,
    intervalSeconds: retrier.IntervalSeconds ?? 1,
    maxAttempts: retrier.MaxAttempts ?? 3,
    backoffRate: retrier.BackoffRate ?? 2,
    maxDelaySeconds: retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY,
    hasFullJitter: retrier.JitterStrategy === "FULL",
  };
}

function compileCatcher(catcher: AslCatcher, index: number): Catcher {
  return { ...compileExit(catcher, `Catch[${index}]/`), errorEquals: catcher.ErrorEquals };
}

function compileMap(state: AslMap): Omit<MapState, keyof Exit | "name" | "retriers" | "catchers"> {
  return {
    type: "Map",
    processor: compileMachine(state.ItemProcessor),
    isDistributed: state.ItemProcessor.ProcessorConfig?.Mode === "DISTRIBUTED",
    label: state.Label,
    items: optional(state.Items, "Items"),
    itemSelector: optional(state.ItemSelector, "ItemSelector"),
    batcher: compileBatcher(state.ItemBatcher),
    maxConcurrency: optional(state.MaxConcurrency, "MaxConcurrency"),
    toleratedFailureCount: optional(state.ToleratedFailureCount, "ToleratedFailureCount"),
    toleratedFailurePercentage: optional(state.ToleratedFailurePercentage, "ToleratedFailurePercentage"),
  };
}

function compileBatcher(batcher: AslMap["ItemBatcher"]): Batcher | undefined {
  if (!batcher) return undefined;
  return {
    maxItemsPerBatch: optional(batcher.MaxItemsPerBatch, "ItemBatcher/MaxItemsPerBatch"),
    maxInputBytesPerBatch: optional(batcher.MaxInputBytesPerBatch, "ItemBatcher/MaxInputBytesPerBatch"),
    batchInput: optional(batcher.BatchInput, "ItemBatcher/BatchInput"),
  };
}
