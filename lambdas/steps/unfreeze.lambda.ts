/**
 * Responsible for: letting the active writer take writes again when a planned move is abandoned.
 * Triggered by: the converge loop of a planned move that fails before its promotion, whether anything was frozen or not.
 * If it runs twice: it looks before it acts; a writer that lets its clients in is left alone.
 * Steps: refuse once a promotion was asked for, by this run or a dead one that it took over from: what the writer took from then
 * on would never reach its former replica; mark that this run freezes no more; where nobody froze, leave it at that; give the
 * writer its own security groups back; see that they are in force.
 */
import { FreezeLedger } from "../aws/freeze-ledger";
import { done } from "../resources/hand";
import { UNFREEZE } from "../resources/hands";
import { deploy } from "../runtime/deploy";
import { type ConvergeCall, carryOut, convergingStep } from "./converging-step";
import { requireNothingPromoted } from "./nothing-promoted";

export const factory = convergingStep("unfreeze", async (call) => {
  await requireNothingPromoted(call.runtime, call.table, call.payload.run);
  if (await wasNeverFrozen(call)) return done("It was never frozen, and is not touched.");
  return carryOut(UNFREEZE, call);
});

export const handler = deploy(factory);

/**
 * Nothing is asked of the writer's Region then: it may be dark, and the move is in the way of the failover. A run that took over from
 * another one looks at the writer: that one may have frozen it.
 */
async function wasNeverFrozen({ table, baton, payload }: ConvergeCall): Promise<boolean> {
  const { run, resourceId } = payload;
  if (resourceId === null || baton.claimedEpoch !== run.epoch) return false;
  return new FreezeLedger(table, run.runId).spare(resourceId);
}
