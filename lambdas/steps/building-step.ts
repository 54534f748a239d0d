/** What rebuild and protect share: a copy is created, which takes hours, and people are told when that begins. */
import { replicaBuildingNotice } from "../../orchestrator/planned-notices";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import type { HandsFor } from "../resources/hand";
import type { NoticeEnvironment } from "../runtime/environment";
import { type ConvergeCall, carryOut, tellingStep } from "./converging-step";
import { plannedRun } from "./planned-run";
import { tell } from "./tell";

const DAY_MS = 86_400_000;

/** `before`: what has to be on record before anything is touched. */
export function buildingStep(
  step: "rebuild" | "protect",
  hands: HandsFor<"rebuild">,
  before: (call: ConvergeCall) => Promise<void> = () => Promise.resolve(),
) {
  return tellingStep(step, async (call) => {
    await before(call);
    const result = await carryOut(hands, call);
    await tellIfBegun(step, call, result);
    return result;
  });
}

async function tellIfBegun(step: string, call: ConvergeCall<NoticeEnvironment>, { facts }: ConvergeResult) {
  if (typeof facts?.createdIn !== "string") return;
  const { runtime, table, payload } = call;
  const { plan } = runtime;
  const run = plannedRun(payload.run);
  const resourceId = payload.resourceId ?? "";
  const notice = replicaBuildingNotice(
    { plan, run },
    {
      resourceId,
      region: facts.createdIn,
      keptAs: typeof facts.keptAs === "string" ? facts.keptAs : null,
      keptUntilMs: runtime.clock.now() + plan.failback.quarantineRetentionDays * DAY_MS,
    },
  );
  const { enteredAt } = payload;
  await tell({ runtime, table, runId: run.runId, enteredAt }, notice, `${step} ${resourceId}`);
}
