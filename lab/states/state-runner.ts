/** Walks a branch from state to state until one ends it. */
import type { Branch, Variables } from "./branch";
import type { Data } from "./data";
import { inputDetails, outputDetails } from "./history";
import type { Departure } from "./leave";
import type { Machine, MachineState } from "./machine";
import { runMap } from "./map";
import { runParallel } from "./parallel";
import { pauseUntil } from "./pause";
import { runChoice, runFail, runPass } from "./plain-states";
import { runTask } from "./task";
import { Visit } from "./visit";
import { runWait } from "./wait";

export function runMachine(branch: Branch, machine: Machine, input: Data): Promise<Data> {
  return runFrom(branch, machine, machine.startAt, input);
}

/** Resolves with the output of the last state. */
export async function runFrom(branch: Branch, machine: Machine, startAt: string, input: Data): Promise<Data> {
  let name = startAt;
  let data = input;
  const hold = () => {
    branch.position = { state: name, input: data, variables: branch.variables };
  };
  hold();
  for (;;) {
    const departure = await runState(branch, findState(machine, name), data);
    if (departure.next === null) return departure.output;
    name = departure.next;
    data = departure.output;
    hold();
    await takeTransition(branch);
  }
}

function findState(machine: Machine, name: string): MachineState {
  const state = machine.states.get(name);
  if (!state) throw new Error(`no state named ${name}`);
  return state;
}

async function takeTransition({ execution, cancellation }: Branch): Promise<void> {
  const { clock, transitionLatencyMs } = execution;
  if (transitionLatencyMs > 0) await pauseUntil(clock, clock.now() + transitionLatencyMs, cancellation);
}

async function runState(branch: Branch, state: MachineState, input: Data): Promise<Departure> {
  const enteredId = branch.trail.add(`${state.type}StateEntered`, { name: state.name, ...inputDetails(input.text) });
  const departure = await work(branch, state, input, enteredId);
  branch.isInTask = false;
  branch.trail.add(`${state.type}StateExited`, exitDetails(state.name, departure));
  if (departure.assigned) branch.variables = { ...branch.variables, ...departure.assigned };
  return departure;
}

function work(branch: Branch, state: MachineState, input: Data, enteredId: number): Promise<Departure> {
  switch (state.type) {
    case "Pass":
    case "Succeed":
      return runPass(new Visit(branch, state, input, enteredId));
    case "Fail":
      return runFail(new Visit(branch, state, input, enteredId));
    case "Choice":
      return runChoice(new Visit(branch, state, input, enteredId));
    case "Wait":
      return runWait(new Visit(branch, state, input, enteredId));
    case "Task":
      return runTask(new Visit(branch, state, input, enteredId));
    case "Parallel":
      return runParallel(new Visit(branch, state, input, enteredId));
    case "Map":
      return runMap(new Visit(branch, state, input, enteredId));
  }
}

function exitDetails(name: string, { output, assigned }: Departure) {
  const details = { name, ...outputDetails(output.text) };
  if (!assigned) return details;
  return { ...details, assignedVariables: toTexts(assigned), assignedVariablesDetails: { truncated: false } };
}

function toTexts(variables: Variables): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, JSON.stringify(value)]));
}
