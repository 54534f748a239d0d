/**
 * Responsible for: protecting the application again after a planned move: a copy of the new writer where the old one was.
 * Triggered by: the converge loop of a planned move, after traffic was switched.
 * If it runs twice: it looks before it acts, so a second call finds what the first one asked for; the message is told once.
 * Steps: set the frozen old writer aside (tags, name), never deleting it; create a replica; wait until it is there.
 */
import { PROTECT } from "../resources/hands";
import { deploy } from "../runtime/deploy";
import { buildingStep } from "./building-step";

export const factory = buildingStep("protect", PROTECT);

export const handler = deploy(factory);
