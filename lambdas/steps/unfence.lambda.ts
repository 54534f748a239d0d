/**
 * Responsible for: undoing a fence when the failover does not promote after all, so that the primary serves on.
 * Triggered by: the converge loop of the failover machine, before it stands down, for whatever reason.
 * If it runs twice: it looks before it acts; what lets its clients in is left alone.
 * Steps: ask nothing of a Region in which no run of this move has begun a fence; refuse once this move has asked for a promotion,
 * by this run or a dead one that it took over from: what the primary took from then on would never reach its former replica; let
 * the resource go; once it is free, mark its fence as undone and settled, whoever looks at it meanwhile, so that the sentry never
 * takes it up again.
 */
import { describeFailure, isPassing, isUnreachable } from "../aws/failures";
import { FenceLedger } from "../aws/fence-ledger";
import { FenceStore } from "../aws/fence-store";
import { done, pending } from "../resources/hand";
import { UNFENCE } from "../resources/hands";
import { deploy } from "../runtime/deploy";
import { type ConvergeCall, carryOut, convergingStep } from "./converging-step";
import { requireNothingPromoted } from "./nothing-promoted";

export const factory = convergingStep("unfence", async (call) => {
  const { payload, runtime, table, baton } = call;
  if (baton.active === "standby") return done("The standby serves: what was fenced stays fenced.");
  if (!(await isBegun(call))) return done("No run of this move has begun to fence it.");
  await requireNothingPromoted(runtime, table, payload.run);
  try {
    const result = await carryOut(UNFENCE, call);
    if (result.status === "done") await settle(call);
    return result;
  } catch (error) {
    if (!isUnreachable(error) && !isPassing(error)) throw error;
    return pending(`The primary Region does not take it now; asking again. ${describeFailure(error)}`);
  }
});

export const handler = deploy(factory);

/** A fence of before there was a ledger is known by its verdict. */
async function isBegun({ payload, table, baton }: ConvergeCall): Promise<boolean> {
  const resourceId = payload.resourceId ?? "";
  if (await new FenceLedger(table, baton).isBegun(resourceId)) return true;
  const kept = await new FenceStore(table).read(resourceId);
  return kept?.runId === payload.run.runId;
}

/** Also where a dead run has fenced it, from which this one took over. */
async function settle({ payload, runtime, table, baton }: ConvergeCall): Promise<void> {
  const resourceId = payload.resourceId ?? "";
  await new FenceStore(table).settle(resourceId);
  await new FenceLedger(table, baton).undone(resourceId, runtime.clock.now());
}
