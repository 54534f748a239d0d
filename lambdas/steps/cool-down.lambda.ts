/**
 * Responsible for: undoing what this run's warm-up changed on one resource.
 * Triggered by: the converge loop of the failover machine, when it stands down.
 * If it runs twice: it looks before it acts, so a second call finds what the first one asked for.
 * Steps: look at the resource; act once where something is missing; say done, pending or blocked.
 */
import { COOL_DOWN } from "../resources/hands";
import { deploy } from "../runtime/deploy";
import { carryOut, convergingStep } from "./converging-step";

export const factory = convergingStep("cool-down", (call) => carryOut(COOL_DOWN, call));

export const handler = deploy(factory);
