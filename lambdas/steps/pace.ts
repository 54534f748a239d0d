/**
 * How far apart a loop's looks are once AWS throttles them. Applications that fail over together share an account's quotas and do
 * not know of each other. So each asks less often for every refusal, as hosts on a crowded network do, and comes back a little
 * sooner for every answer; and each waits by chance somewhat longer or shorter, so that no two stay in step.
 */
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import { describeFailure, isThrottled } from "../aws/failures";
import type { Runtime } from "../runtime/runtime";

const FIRST_PACE_SECONDS = 8;
/** Further apart customers would wait longer for the look than for AWS: sixty applications that look once a minute are one call a second. */
const LONGEST_PACE_SECONDS = 60;
/** Shorter than any loop's own distance where customers wait: the loop is as before. */
const SHORTEST_PACE_SECONDS = 4;
const EASING = 0.9;

interface Looking {
  readonly previous: ConvergeResult | null;
  /** Whether the caller looks again after as long as it is told. */
  readonly canWait: boolean;
  /** 0 to 1. */
  readonly chance: number;
}

/** A look that AWS throttles is an answer like another where the caller can wait, and throws what it threw where it cannot. */
export async function lookAtPace(
  { previous, canWait, chance }: Looking,
  look: () => Promise<ConvergeResult>,
): Promise<ConvergeResult> {
  try {
    return pacedLook(previous, await look(), chance);
  } catch (error) {
    if (!canWait || !isThrottled(error)) throw error;
    return refusedLook(previous, error, chance);
  }
}

export function drawChance({ randomBytes }: Pick<Runtime<unknown>, "randomBytes">): number {
  const [byte = 0] = randomBytes(1);
  return byte / 255;
}

/** A look that was refused: all that is known from before, and when to look again. */
function refusedLook(previous: ConvergeResult | null, error: unknown, chance: number): ConvergeResult {
  const pace = previous?.throttle?.paceSeconds;
  const paceSeconds = pace === undefined ? FIRST_PACE_SECONDS : Math.min(2 * pace, LONGEST_PACE_SECONDS);
  const known = previous ?? { status: "pending", detail: "Nothing could be looked at yet." };
  return {
    status: "pending",
    detail: known.detail,
    ...(known.facts && { facts: known.facts }),
    waitSeconds: spread(paceSeconds, chance),
    throttle: {
      paceSeconds,
      hasLooked: previous?.throttle?.hasLooked ?? previous !== null,
      refusal: `AWS throttles the account: ${describeFailure(error)}.`,
    },
  };
}

/** An answered look keeps the pace that its loop has learned, a little faster; it never shortens a wait that it asks for itself. */
function pacedLook(previous: ConvergeResult | null, result: ConvergeResult, chance: number): ConvergeResult {
  const paceSeconds = (previous?.throttle?.paceSeconds ?? 0) * EASING;
  if (result.status !== "pending" || paceSeconds < SHORTEST_PACE_SECONDS) return result;
  const waitSeconds = Math.max(result.waitSeconds ?? 0, spread(paceSeconds, chance));
  return { ...result, waitSeconds, throttle: { paceSeconds, hasLooked: true } };
}

/** What the look before found; null where none was answered. */
export function lastAnswered(previous: ConvergeResult | null): ConvergeResult | null {
  return previous?.throttle?.hasLooked === false ? null : previous;
}

/** Three quarters to five quarters of it. */
function spread(seconds: number, chance: number): number {
  return Math.round(seconds * (0.75 + chance / 2));
}
