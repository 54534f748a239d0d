/**
 * Responsible for: Makes one standby data store the writer. Cannot be undone.
 * Triggered by: the converge loop of the failover machine, when it promotes, once the decision stands.
 * If it runs twice: it looks before it acts, so a second call finds what the first one asked for.
 * Steps: look at the resource; act once where something is missing; say done, pending or blocked.
 */
import { PROMOTE } from "../resources/hands";
import { deploy } from "../runtime/deploy";
import { carryOut, convergingStep } from "./converging-step";

export const factory = convergingStep("promote", (call) => carryOut(PROMOTE, call));

export const handler = deploy(factory);
