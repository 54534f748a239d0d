/**
 * Responsible for: bringing one standby resource to the capacity that it needs.
 * Triggered by: the failover machine, once per resource while the outage is confirmed, then from the converge loop while
 * data is promoted.
 * If it runs twice: it looks before it acts, so a second call finds what the first one asked for.
 * Steps: look at the resource; act once where something is missing; say done, pending or blocked.
 */
import { WARM_UP } from "../resources/hands";
import { deploy } from "../runtime/deploy";
import { carryOut, convergingStep } from "./converging-step";

export const factory = convergingStep("warm-up", (call) => carryOut(WARM_UP, call));

export const handler = deploy(factory);
