/**
 * What is known of promotions that were asked for. Asking ends replication for good, so it is written down before it is
 * done: from then on nobody may say that nothing moved, and nobody may take another instance that stands alone for promoted.
 */
import type { Baton, RegionRole } from "./baton";

export interface Promotion {
  readonly resourceId: string;
  /** Role of the Region whose instance becomes the writer. */
  readonly role: RegionRole;
  readonly instanceId: string;
  /** Run that asked. */
  readonly runId: string;
  /** Of the baton when that run claimed it. */
  readonly epoch: number;
  /** When it was asked for last (epoch milliseconds). */
  readonly requestedAtMs: number;
  /** When a run saw that it is undone: the instance is a replica of the old source again. */
  readonly undoneAtMs?: number;
  /** When the promoted instance was seen with every setting that promotion resets, or with it on its way. */
  readonly restoredAtMs?: number;
}

/**
 * Whether it belongs to the move that holds the baton now, be it of this run or of a dead one that it took over from. A
 * promotion of an earlier move says nothing: what it promoted may have been rebuilt, or be stale by now.
 */
export function isOfThisMove(
  { epoch }: Pick<Promotion, "epoch">,
  baton: Pick<Baton, "epoch" | "claimedEpoch">,
): boolean {
  return epoch >= (baton.claimedEpoch ?? baton.epoch);
}

/** The promotion as a sentence for messages and the record. */
export function promotionSentence({ instanceId, runId, requestedAtMs }: Promotion): string {
  return `Promotion of ${instanceId} was requested at ${new Date(requestedAtMs).toISOString()} by the run ${runId}.`;
}

/** What a person must know before such a move is given up. */
export function promotionConsequence(promotions: readonly Promotion[], sourceRegion: string): string {
  const names = promotions.map(({ instanceId }) => instanceId).join(", ");
  return (
    `${promotions.map(promotionSentence).join(" ")} Replication to ${names} has ended, or ends: what ${sourceRegion} has ` +
    "written since is there alone, and a failover later would lose it. Standing down leaves no standby until it is rebuilt."
  );
}

/** An instance that was promoted shows it within this time [est]; until then a replica may be on its way. */
export const PROMOTION_SHOWS_WITHIN_MS = 15 * 60_000;
