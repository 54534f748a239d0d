/**
 * A fence that outlives its run. A Region that did not answer during the failover may come back hours later with its writer
 * as it was, so the fence of each resource is kept, tried again and told about until it holds.
 */
import type { Baton } from "./baton";
import type { ConvergeResult, FenceVerdict } from "./resources/kind";

export interface KeptFence {
  readonly resourceId: string;
  /** The run that decided to fence; its record and its thread of messages go on. */
  readonly runId: string;
  readonly executionArn: string;
  readonly verdict: FenceVerdict;
  /** Verdict with which the run went on. */
  readonly firstVerdict: FenceVerdict;
  /** What the latest look found; the next one goes on from there. */
  readonly previous: ConvergeResult | null;
  readonly lookedAtMs: number;
  /** Since when the old Region answers again; null while it says nothing. */
  readonly answeredAtMs: number | null;
  /** When the old application was first seen to pass its check through the write path, before the fence held; or null. */
  readonly servedAtMs: number | null;
  /** Nothing is left to do: the fence holds and on-call knows, or a planned move has ended the incident that it was about. */
  readonly isSettled: boolean;
}

/** A Region that answers and cannot be fenced is told of after this, whatever the fence says by then. */
const LONGEST_SILENCE_MS = 5 * 60_000;

/** The fence as a run leaves it. One that holds is settled at once: the run's own message tells of it. */
export function keptFence(
  of: Pick<KeptFence, "resourceId" | "runId" | "executionArn" | "verdict">,
  nowMs: number,
): KeptFence {
  return {
    ...of,
    firstVerdict: of.verdict,
    previous: null,
    lookedAtMs: nowMs,
    answeredAtMs: null,
    servedAtMs: null,
    isSettled: of.verdict === "FENCED",
  };
}

/**
 * Whether a fence may be gone on with at this moment. It is about the primary: one that serves, or may soon serve again by a
 * planned move, must not be fenced for an incident that is over. While a run holds the baton, that is the failover that
 * fenced; otherwise the standby must be serving.
 */
export function isInForce({ executionArn }: Pick<KeptFence, "executionArn">, { holder, active }: Baton): boolean {
  return holder === null ? active === "standby" : holder === executionArn;
}

/** Whether on-call should hear of the fences of one incident now: all hold, or the old Region has been back for a while. */
export function isWorthTelling(fences: readonly KeptFence[], nowMs: number): boolean {
  if (fences.every(({ verdict }) => verdict === "FENCED")) return true;
  return fences.some(
    ({ firstVerdict, answeredAtMs }) =>
      firstVerdict === "UNREACHABLE" && answeredAtMs !== null && nowMs - answeredAtMs >= LONGEST_SILENCE_MS,
  );
}
