/**
 * Responsible for: letting the active writer take writes again when a planned move is abandoned, or starts over what a dead
 * run has left frozen.
 * Triggered by: the converge loop of a planned move that fails before its promotion, whether anything was frozen or not; and the
 * first one of a run that took over from such a dead run.
 * If it runs twice: it looks before it acts; a writer that lets its clients in is left alone.
 * Steps: refuse once a promotion was asked for, by this run or a dead one that it took over from: what the writer took from then
 * on would never reach its former replica; mark that this run freezes no more; where nobody froze, leave it at that; give the
 * writer its own security groups back; see that they are in force.
 */
import { type FreezeOnRecord, isFrozen } from "../../orchestrator/frozen-span";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import { FUNCTION_TIMEOUT_SECONDS } from "../../orchestrator/steps";
import { FreezeLedger } from "../aws/freeze-ledger";
import { done, pending } from "../resources/hand";
import { UNFREEZE } from "../resources/hands";
import { deploy } from "../runtime/deploy";
import { type ConvergeCall, carryOut, convergingStep } from "./converging-step";
import { requireNothingPromoted } from "./nothing-promoted";

export const factory = convergingStep("unfreeze", async (call) => {
  await requireNothingPromoted(call.runtime, call.table, call.payload.run);
  if (await wasNeverFrozen(call)) return done("It was never frozen, and is not touched.");
  const record = (await call.runs.read(call.payload.run.runId)) ?? {};
  const late = await endFreezeOfDead(call, record);
  if (late !== null) return late;
  const result = await carryOut(UNFREEZE, call);
  if (result.status === "done" && isFrozen(record)) {
    await call.runs.changeFreeze(call.payload.run.runId, record, { thawedAtMs: call.runtime.clock.now() });
  }
  return result;
});

export const handler = deploy(factory);

/**
 * A call of the dead run may still be under way, and must not promote beside a writer that was let go: its ledger says first that
 * its freeze is over. Where it says that a promotion is about to be asked for, nothing is let go before such a call has ended.
 */
async function endFreezeOfDead(
  { table, payload }: ConvergeCall,
  { frozenBy }: FreezeOnRecord,
): Promise<ConvergeResult | null> {
  if (frozenBy === undefined || payload.resourceId === null) return null;
  if (await new FreezeLedger(table, frozenBy).thaw(payload.resourceId)) return null;
  if (payload.elapsedSeconds > FUNCTION_TIMEOUT_SECONDS.promote) return null;
  return pending(`The run ${frozenBy} was about to promote; a call of it may be under way.`);
}

/**
 * Nothing is asked of the writer's Region then: it may be dark, and the move is in the way of the failover. A run that took over from
 * another one looks at the writer: that one may have frozen it.
 */
async function wasNeverFrozen({ table, baton, payload }: ConvergeCall): Promise<boolean> {
  const { run, resourceId } = payload;
  if (resourceId === null || baton.claimedEpoch !== run.epoch) return false;
  return new FreezeLedger(table, run.runId).spare(resourceId);
}
