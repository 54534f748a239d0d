/** Parallel: runs all branches on the same input; the first failure stops the others. */
import type { Branch } from "./branch";
import { BranchGroup } from "./branch-group";
import type { Data } from "./data";
import { StateFailure } from "./failure";
import type { Json } from "./json";
import { type Departure, leave } from "./leave";
import type { Machine, ParallelState } from "./machine";
import { withRecovery } from "./recovery";
import type { Visit } from "./visit";

export function runParallel(visit: Visit<ParallelState>): Promise<Departure> {
  return withRecovery(
    visit,
    () => tryBranches(visit),
    () => visit.branch.trail.add("ParallelStateFailed"),
  );
}

async function tryBranches(visit: Visit<ParallelState>): Promise<Departure> {
  const { state, branch } = visit;
  const input = state.arguments ? visit.toLimitedData(await visit.evaluate(state.arguments)) : visit.input;
  const startedId = branch.trail.add("ParallelStateStarted");
  const group = new BranchGroup(branch);
  try {
    const branches = state.branches.map((machine) => ({ machine, branch: group.open(startedId) }));
    const outputs = await Promise.all(branches.map((each) => runOne(group, each.branch, each.machine, input)));
    const result = visit.toLimitedData(outputs);
    branch.trail.note("ParallelStateSucceeded");
    return await leave(visit, state, result, { result: result.value });
  } finally {
    group.close();
  }
}

async function runOne(group: BranchGroup, branch: Branch, machine: Machine, input: Data): Promise<Json> {
  try {
    return (await group.run(branch, machine, input)).value;
  } catch (error) {
    if (error instanceof StateFailure) group.abort(branch, error, () => {});
    group.close();
    throw error;
  }
}
