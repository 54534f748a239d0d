/** Map: the same states for every item, inline or as child executions. */
import { type Departure, leave } from "./leave";
import type { MapState } from "./machine";
import { DistributedRun } from "./map-distributed";
import { InlineRun } from "./map-inline";
import { batchItems, evaluateItems, selectItems } from "./map-items";
import { runIterations } from "./map-iterations";
import { evaluateTolerance } from "./map-tolerance";
import { withRecovery } from "./recovery";
import type { Visit } from "./visit";

export function runMap(visit: Visit<MapState>): Promise<Departure> {
  return withRecovery(
    visit,
    () => tryMap(visit),
    () => visit.branch.trail.add("MapStateFailed"),
  );
}

async function tryMap(visit: Visit<MapState>): Promise<Departure> {
  const { state, branch } = visit;
  const items = await evaluateItems(visit);
  const concurrency = await evaluateConcurrency(visit);
  const startedId = branch.trail.add("MapStateStarted", { length: items.length });
  const tolerance = await evaluateTolerance(visit);
  const iterations = await batchItems(visit, await selectItems(visit, items));
  const run = state.isDistributed ? new DistributedRun(visit) : new InlineRun(visit, items, startedId);
  const result = visit.toLimitedData(await runIterations(run, iterations, concurrency, tolerance));
  branch.trail.note("MapStateSucceeded");
  return leave(visit, state, result, { result: result.value });
}

/** 0 means no limit. Wording [est]. */
async function evaluateConcurrency(visit: Visit<MapState>): Promise<number> {
  const { maxConcurrency } = visit.state;
  const limit = maxConcurrency ? await visit.evaluateNumber(maxConcurrency) : 0;
  if (!Number.isInteger(limit) || limit < 0) {
    throw visit.runtimeFailure(`MaxConcurrency must be a non-negative integer, but was: ${limit}`);
  }
  return limit === 0 ? Number.POSITIVE_INFINITY : limit;
}
