/**
 * Responsible for: making one standby data store the writer. Cannot be undone.
 * Triggered by: the converge loop of the failover machine, when it promotes, once the decision stands.
 * If it runs twice: it looks before it acts, so a second call finds what the first one asked for.
 * Steps: refuse to begin on a decision or a second look after which the run has stood still; keep on the record that promoting begins, for
 * whoever is called; look at the resource; act once where something is missing; say done, pending or blocked.
 */
import { PROMOTE } from "../resources/hands";
import { deploy } from "../runtime/deploy";
import { type ConvergeCall, carryOut, convergingStep } from "./converging-step";
import { requireStandingCheckOrPromotion } from "./standing-check";
import { requireStandingDecision } from "./standing-decision";

export const factory = convergingStep("promote", async (call) => {
  await requireStandingDecision(call);
  await requireStandingCheckOrPromotion(call);
  if (call.payload.previous === null) await keepBeginning(call);
  return carryOut(PROMOTE, call);
});

export const handler = deploy(factory);

/** Before the promotion is asked for, so that a record without it proves that nothing was promoted. The first beginning stays. */
async function keepBeginning({ runs, runtime, payload: { run } }: ConvergeCall): Promise<void> {
  const { promotionBeganAtMs } = (await runs.read(run.runId)) ?? {};
  if (promotionBeganAtMs === undefined) await runs.update(run.runId, { promotionBeganAtMs: runtime.clock.now() });
}
