/**
 * Responsible for: undoing a fence when the run does not promote after all, so that the primary serves on.
 * Triggered by: the converge loop of the failover machine, when a person declines to promote beside an unfenced writer.
 * If it runs twice: it looks before it acts; what lets its clients in is left alone.
 * Steps: let the resource go; once it is free, mark its fence as settled, so that the sentry never takes it up again.
 */
import { describeFailure, isPassing, isUnreachable } from "../aws/failures";
import { FenceStore } from "../aws/fence-store";
import { pending } from "../resources/hand";
import { UNFENCE } from "../resources/hands";
import { deploy } from "../runtime/deploy";
import { type ConvergeCall, carryOut, convergingStep } from "./converging-step";

export const factory = convergingStep("unfence", async (call) => {
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
  if (kept?.runId === payload.run.runId && !kept.isSettled) await fences.change(kept, { isSettled: true });
}
