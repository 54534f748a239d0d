/**
 * The Amazon States Language engine: runs JSONata state machines in injected time, true to `asl-facts.md`. Between two
 * moments of its clock everything settles in microtasks. Types in `types.ts`; answers to waiting tasks in `task-tokens.ts`.
 */
import { compileMachine } from "./compile";
import { findProblems } from "./definition";
import { InvalidDefinitionError } from "./definition-problem";
import type { Json } from "./json";
import type { Machine } from "./machine";
import { RunningExecution } from "./running-execution";
import type { DefinitionProblem, EngineOptions, ExecutionHandle, ExecutionResult, MachineType } from "./types";

/** JSON text, or what it parses to. */
export type Definition = string | object;

/** Compiled machines by type and text; bounded, so that generated definitions cannot fill the memory. */
const LARGEST_CACHE = 200;
const machines = new Map<string, Machine>();

/** Rejects with `InvalidDefinitionError`; every other outcome is a result. */
export async function runExecution(
  definition: Definition,
  input: Json,
  options: EngineOptions,
): Promise<ExecutionResult> {
  return startExecution(definition, input, options).finished;
}

/** Starts at once and answers a handle; throws `InvalidDefinitionError`. */
export function startExecution(definition: Definition, input: Json, options: EngineOptions): ExecutionHandle {
  const running = new RunningExecution(loadMachine(definition, options.context?.type ?? "STANDARD"), input, options);
  running.start();
  return running;
}

/** Every problem for which AWS would refuse the definition at creation, with its JSON pointer; empty when it is accepted. */
export function validateDefinition(
  definition: Definition,
  options: { readonly type?: MachineType } = {},
): DefinitionProblem[] {
  const [text, type] = [toText(definition), options.type ?? "STANDARD"];
  return machines.has(`${type} ${text}`) ? [] : findProblems(text, type).problems;
}

function loadMachine(definition: Definition, type: MachineType): Machine {
  const text = toText(definition);
  const key = `${type} ${text}`;
  const known = machines.get(key);
  if (known) return known;
  const findings = findProblems(text, type);
  if (!findings.machine) throw new InvalidDefinitionError(findings.problems);
  const machine = compileMachine(findings.machine);
  if (machines.size >= LARGEST_CACHE) machines.clear();
  machines.set(key, machine);
  return machine;
}

function toText(definition: Definition): string {
  return typeof definition === "string" ? definition : JSON.stringify(definition);
}
