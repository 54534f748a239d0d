/**
 * Responsible for: a copy of the active writer in the target Region, under the name that the plan has for it.
 * Triggered by: the converge loop of a failback, once the target Region is settled.
 * If it runs twice: it looks before it acts, so a second call finds what the first one asked for; the message is told once.
 * Steps: set the stale instance aside (settings, tags, name), never deleting it; create a replica; wait until it is there.
 */
import { REBUILD } from "../resources/hands";
import { deploy } from "../runtime/deploy";
import { buildingStep } from "./building-step";

export const factory = buildingStep("rebuild", REBUILD);

export const handler = deploy(factory);
