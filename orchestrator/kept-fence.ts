/**
 * A fence that outlives its run. A Region that did not answer during the failover may come back hours later with its writer
 * as it was, so the fence of each resource is kept, tried again and told about until it holds.
 */
import type { Baton } from "./baton";
import { workflowOf } from "./baton-transitions";
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
  /** Execution of the failback that rebuilds the resource: its own steps close the old writer, or have set it aside. */
  readonly setAsideBy: string | null;
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
    setAsideBy: null,
    isSettled: of.verdict === "FENCED",
  };
}

/**
 * Whether a fence may be gone on with at this moment. It is about the primary: one that serves must not be fenced for an
 * incident that is over. While a run holds the baton, that is the failover that fenced, or a failback that has not come to
 * the resource yet: it may have been started while the primary was dark. Otherwise the standby must be serving.
 */
export function isInForce(fence: Pick<KeptFence, "executionArn" | "setAsideBy">, baton: Baton): boolean {
  const { holder, active } = baton;
  if (holder === null) return active === "standby";
  return holder === fence.executionArn || (isComingHome(baton) && fence.setAsideBy !== holder);
}

/** Whether a failback holds the baton, alive or dead, and the standby still serves. */
export function isComingHome(baton: Baton): boolean {
  return baton.holder !== null && baton.active === "standby" && workflowOf(baton) === "failback";
}

/** Whether on-call should hear of the fences of one incident now: all hold, or the old Region has been back for a while. */
export function isWorthTelling(fences: readonly KeptFence[], nowMs: number): boolean {
  if (fences.every(({ verdict }) => verdict === "FENCED")) return true;
  return fences.some(
    ({ firstVerdict, answeredAtMs }) =>
      firstVerdict === "UNREACHABLE" && answeredAtMs !== null && nowMs - answeredAtMs >= LONGEST_SILENCE_MS,
  );
}
