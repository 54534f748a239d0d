/** Walks a definition, so that tests can say something about all of its states. */
import type { Catcher, State, StateGraph, TaskState } from "../../state-machines/asl";

export interface PlacedState {
  readonly name: string;
  readonly state: State;
  /** Graph that the state stands in, and whether any state around it catches. */
  readonly graph: StateGraph;
  readonly isCaughtAround: boolean;
}

/** Every state of a graph, and of the graphs within it. */
export function allStates(graph: StateGraph, isCaughtAround = false): PlacedState[] {
  return Object.entries(graph.States).flatMap(([name, state]) => [
    { name, state, graph, isCaughtAround },
    ...innerGraphs(state).flatMap((inner) => allStates(inner, isCaughtAround || catchersOf(state).length > 0)),
  ]);
}

export function innerGraphs(state: State): readonly StateGraph[] {
  if (state.Type === "Parallel") return state.Branches;
  return state.Type === "Map" ? [state.ItemProcessor] : [];
}

export function catchersOf(state: State): readonly Catcher[] {
  return ("Catch" in state ? state.Catch : undefined) ?? [];
}

/** Names that a state may go to. */
export function successors(state: State): readonly string[] {
  const caught = catchersOf(state).map(({ Next }) => Next);
  if (state.Type === "Choice") return [...state.Choices.map(({ Next }) => Next), state.Default];
  return "Next" in state ? [state.Next, ...caught] : caught;
}

/** Names of the states of one graph that can be entered. */
export function reachable({ StartAt, States }: StateGraph): ReadonlySet<string> {
  const seen = new Set<string>();
  const next = [StartAt];
  for (let name = next.pop(); name !== undefined; name = next.pop()) {
    const state = States[name];
    if (seen.has(name) || !state) continue;
    seen.add(name);
    next.push(...successors(state));
  }
  return seen;
}

export function tasks(graph: StateGraph): readonly (PlacedState & { readonly state: TaskState })[] {
  return allStates(graph).filter(
    (placed): placed is PlacedState & { readonly state: TaskState } => placed.state.Type === "Task",
  );
}
