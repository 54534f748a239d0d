/**
 * Responsible for: the proof that one copy has everything that its frozen writer ever acknowledged.
 * Triggered by: the converge loop of a planned move, between freeze and promotion.
 * If it runs twice: it only looks; that it was drained is marked once.
 * Steps: refuse where the run has stood still since its second look; see that the writer is still frozen; judge datapoints
 * from after the freeze; mark the copy as drained.
 */
import { DRAIN } from "../resources/hands";
import { deploy } from "../runtime/deploy";
import { carryOut, convergingStep } from "./converging-step";
import { requireStandingCheck } from "./standing-check";

export const factory = convergingStep("drain", async (call) => {
  await requireStandingCheck(call);
  return carryOut(DRAIN, call);
});

export const handler = deploy(factory);
