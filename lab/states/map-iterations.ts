/** Works through the items of a Map state, so many at a time, and decides what a failing one means. */
import type { Data } from "./data";
import { StateFailure } from "./failure";
import type { Json } from "./json";
import type { Tolerance } from "./map-tolerance";

/** How iterations run: inline, or as child executions. `I` is one iteration that has been opened. */
export interface MapRun<I> {
  /** `before` is the iteration whose place this one takes; null for the first ones. */
  open(index: number, before: I | null): I;
  run(iteration: I, input: Data): Promise<Data>;
  succeeded(iteration: I): void;
  /** Whether a failure may count as one of the tolerated ones at all. */
  tolerates(failure: StateFailure): boolean;
  /** A failure that is put up with. */
  failed(iteration: I): void;
  /** A failure that ends the Map; answers the failure of the Map itself. */
  brokenBy(iteration: I, failure: StateFailure, isToleranceDeclared: boolean): StateFailure;
  /** All iterations have ended well enough. */
  completed(): void;
  close(): void;
}

export async function runIterations<I>(
  run: MapRun<I>,
  inputs: readonly Data[],
  concurrency: number,
  tolerance: Tolerance,
): Promise<readonly Json[]> {
  const results: Json[] = [];
  let failures = 0;
  let next = Math.min(concurrency, inputs.length);

  const runOne = async (iteration: I, input: Data): Promise<Json> => {
    try {
      const output = await run.run(iteration, input);
      run.succeeded(iteration);
      return output.value;
    } catch (error) {
      if (!(error instanceof StateFailure)) throw error;
      failures += 1;
      if (tolerance.isExceededBy(failures, inputs.length) || !run.tolerates(error)) {
        const failure = run.brokenBy(iteration, error, tolerance.isDeclared);
        run.close();
        throw failure;
      }
      run.failed(iteration);
      // A tolerated failure stands in the output in place of a result. [est]
      return error.toErrorOutput();
    }
  };
  const work = async (first: I, firstIndex: number): Promise<void> => {
    let iteration = first;
    for (let index = firstIndex; ; iteration = run.open(index, iteration)) {
      results[index] = await runOne(iteration, inputs[index] as Data);
      if (next >= inputs.length) return;
      index = next++;
    }
  };

  try {
    const opened = inputs.slice(0, next).map((_, index) => run.open(index, null));
    await Promise.all(opened.map(work));
    run.completed();
    return results;
  } finally {
    run.close();
  }
}
