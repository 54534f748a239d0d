/**
 * Responsible for: freezing one active writer, so that what has to be drained has an end. The application stays up.
 * Triggered by: the converge loop of a planned move, after the facts were checked again.
 * If it runs twice: it looks before it acts; at worst the quarantined writer reboots once more.
 * Steps: refuse where the run has stood still since its second look; remember since when nobody can write; remember the
 * writer's own groups; quarantine; reboot.
 */
import { frozenMs, isFrozen } from "../../orchestrator/frozen-span";
import { FREEZE } from "../resources/hands";
import { deploy } from "../runtime/deploy";
import { type ConvergeCall, carryOut, convergingStep } from "./converging-step";
import { requireStandingCheck } from "./standing-check";

export const factory = convergingStep("freeze", async (call) => {
  await requireStandingCheck(call);
  if (call.payload.previous === null) await noteBeginning(call);
  return carryOut(FREEZE, call);
});

export const handler = deploy(factory);

/** The first freeze of the run counts: it is what customers feel. One that has ended before it, of a dead run, is added to it. */
async function noteBeginning({ runs, payload, runtime }: ConvergeCall): Promise<void> {
  const { runId } = payload.run;
  const record = (await runs.read(runId)) ?? {};
  if (isFrozen(record)) return;
  const nowMs = runtime.clock.now();
  const before = frozenMs(record, nowMs);
  const fields = { frozenAtMs: nowMs, ...(before !== null && { frozenBeforeMs: before }) };
  await runs.changeFreeze(runId, record, fields, ["thawedAtMs", "frozenBy"]);
}
