/**
 * Whether the witness can still be heard. Nobody calls it between incidents, and an incident is the wrong moment to learn that
 * its function is gone: with two places left, one of them in doubt, a run can only ask a person.
 */

export interface WitnessCheck {
  readonly askedAtMs: number;
  readonly isHeard: boolean;
}

/** Often enough to be mended the same day, seldom enough to cost nothing. */
const CALM_MS = 3_600_000;

/** Hourly while it is heard; at every look while it is not, so that the alarm goes off, and goes back, within minutes. */
export function isWitnessCheckDue(last: WitnessCheck | null, nowMs: number): boolean {
  return last === null || !last.isHeard || nowMs - last.askedAtMs >= CALM_MS;
}
