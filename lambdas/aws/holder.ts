/** Only the holder of the baton acts: every step of a run begins here. */
import type { Baton } from "../../orchestrator/baton";
import { workOn } from "../../orchestrator/baton-transitions";
import { BatonHeld } from "../../orchestrator/errors";
import { BatonStore } from "./baton-store";
import { RunStore } from "./run-store";
import type { Table } from "./table";

export interface StepVisit {
  readonly run: { readonly runId: string; readonly executionArn: string };
  /** When the machine entered the state. */
  readonly enteredAt: string;
  readonly nowMs: number;
}

/**
 * The baton, held by this run; a run that lost it must not act any more. The first step after an operator redrove the run
 * takes back that it needs one. Throws `BatonHeld`, which says who holds the baton.
 */
export async function holdBaton(table: Table, { run, enteredAt, nowMs }: StepVisit): Promise<Baton> {
  const visitor = { executionArn: run.executionArn, nowMs, enteredAtMs: Date.parse(enteredAt) };
  const change = await new BatonStore(table).change((baton) => workOn(baton, visitor));
  if ("refusal" in change) throw new BatonHeld(change.refusal.reason);
  const line = { atMs: nowMs, enteredAt, step: "resume", summary: "An operator redrove the run; it is at work again." };
  if (change.changed) await new RunStore(table).resume(run.runId, line);
  return change.baton;
}
