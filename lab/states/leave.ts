/** Leaving a state: Output and Assign of the way out that is taken. */
import type { Variables } from "./branch";
import type { Data } from "./data";
import { DATA_LIMIT_ERROR, StateFailure } from "./failure";
import { isOversized, type Json } from "./json";
import type { Exit } from "./machine";
import type { Extras, Visit } from "./visit";

/** How a visit ended. */
export interface Departure {
  readonly output: Data;
  readonly next: string | null;
  /** Takes effect after the state. */
  readonly assigned: Variables | null;
}

/** `fallback` is the output where the exit has no `Output`. */
export async function leave(visit: Visit, exit: Exit, fallback: Data, extras?: Extras): Promise<Departure> {
  const assigned = await evaluateAssign(visit, exit, extras);
  const output = exit.output ? visit.toLimitedData(await visit.evaluate(exit.output, extras)) : fallback;
  return { output, next: exit.next, assigned };
}

async function evaluateAssign(visit: Visit, exit: Exit, extras?: Extras): Promise<Variables | null> {
  if (exit.assign.length === 0) return null;
  const assigned: Record<string, Json> = {};
  for (const [name, template] of exit.assign) assigned[name] = await visit.evaluate(template, extras);
  // 256 KiB is the limit of one variable and of all that one state assigns. [doc] The error's wording is not published. [est]
  if (isOversized(JSON.stringify(assigned))) {
    const { name } = visit.state;
    throw new StateFailure(
      DATA_LIMIT_ERROR,
      `The variables assigned by the state '${name}' exceed the maximum number of bytes.`,
    );
  }
  return assigned;
}
