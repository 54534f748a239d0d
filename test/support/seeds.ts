/** Which seeds tests run, and which scenarios are long. */
import type { Scenario } from "../../lab/scenarios/scenario";
import type { CallStyle } from "../../lab/wire/aws-clients";

/** Longer than this in virtual time, a scenario is a story. */
const LONGEST_INCIDENT_SECONDS = 3 * 3600;

export function isStory({ horizonSeconds }: Scenario): boolean {
  return horizonSeconds > LONGEST_INCIDENT_SECONDS;
}

export function seedsUpTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

/** The first drill of a scenario goes over HTTP; the others take the short way, which is several times cheaper. */
export function callsOf(seed: number): CallStyle {
  return seed === 1 ? "http" : "direct";
}
