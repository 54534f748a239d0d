/**
 * Responsible for: undoing a fence when the run does not promote after all, so that the primary serves on.
 * Triggered by: the converge loop of the failover machine, when a person declines to promote beside an unfenced writer.
 * If it runs twice: it looks before it acts; what lets its clients in is left alone.
 * Steps: refuse once this move has asked for a promotion, by this run or a dead one that it took over from: what the primary took
 * from then on would never reach its former replica; let the resource go; once it is free, mark its fence as settled, whoever
 * looks at it meanwhile, so that the sentry never takes it up again.
 */
import { describeFailure, isPassing, isUnreachable } from "../aws/failures";
import { FenceStore } from "../aws/fence-store";
import { pending } from "../resources/hand";
import { UNFENCE } from "../resources/hands";
import { deploy } from "../runtime/deploy";
import { type ConvergeCall, carryOut, convergingStep } from "./converging-step";
import { requireNothingPromoted } from "./nothing-promoted";

export const factory = convergingStep("unfence", async (call) => {
  await requireNothingPromoted(call.runtime, call.table, call.payload.run);
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

async function settle({ payload, table }: ConvergeCall): Promise<void> {
  const fences = new FenceStore(table);
  const kept = await fences.read(payload.resourceId ?? "");
  if (kept?.runId === payload.run.runId) await fences.settle(kept.resourceId);
}
