/**
 * Responsible for: letting the active writer take writes again when a planned move is abandoned.
 * Triggered by: the converge loop of a planned move that fails before its promotion, whether anything was frozen or not.
 * If it runs twice: it looks before it acts; a writer that lets its clients in is left alone.
 * Steps: refuse once a promotion was asked for, by this run or a dead one that it took over from: what the writer took from then
 * on would never reach its former replica; mark that this run freezes no more; give the writer its own security groups back;
 * see that they are in force.
 */
import { UNFREEZE } from "../resources/hands";
import { deploy } from "../runtime/deploy";
import { carryOut, convergingStep } from "./converging-step";
import { requireNothingPromoted } from "./nothing-promoted";

export const factory = convergingStep("unfreeze", async (call) => {
  await requireNothingPromoted(call.runtime, call.table, call.payload.run);
  return carryOut(UNFREEZE, call);
});

export const handler = deploy(factory);
