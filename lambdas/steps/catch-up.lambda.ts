/**
 * Responsible for: waiting until one rebuilt copy keeps up with its writer.
 * Triggered by: the converge loop of a planned move, before anything is warmed up.
 * If it runs twice: it only looks.
 * Steps: look at the copy and at its lag; say done, pending or blocked.
 */
import { CATCH_UP } from "../resources/hands";
import { deploy } from "../runtime/deploy";
import { carryOut, convergingStep } from "./converging-step";

export const factory = convergingStep("catch-up", (call) => carryOut(CATCH_UP, call));

export const handler = deploy(factory);
