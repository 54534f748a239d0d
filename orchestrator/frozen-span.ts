/** How long nobody could write in a planned move, over a dead run that froze and the one that took over from it. */
import type { RunRecord } from "./run";

/** What a run's record says of freezing. */
export type FreezeOnRecord = Pick<RunRecord, "frozenAtMs" | "thawedAtMs" | "frozenBeforeMs" | "frozenBy">;

/** Whether writers may be frozen, as far as the record knows: since `frozenAtMs`, and not let go since. */
export function isFrozen({ frozenAtMs, thawedAtMs }: FreezeOnRecord): boolean {
  return frozenAtMs !== undefined && thawedAtMs === undefined;
}

/** Since when they may be; null where they are not. */
export function frozenSinceMs(record: FreezeOnRecord): number | null {
  return isFrozen(record) ? (record.frozenAtMs ?? null) : null;
}

/** How long writers were frozen up to a moment, in milliseconds; null where nobody froze. */
export function frozenMs(record: FreezeOnRecord, untilMs: number): number | null {
  const { frozenAtMs, thawedAtMs = untilMs, frozenBeforeMs = 0 } = record;
  return frozenAtMs === undefined ? null : frozenBeforeMs + Math.max(0, Math.min(thawedAtMs, untilMs) - frozenAtMs);
}

/** What the record of a run says from its beginning that has taken over from this dead one of the same move. */
export function inheritedFreeze({ runId, ...dead }: FreezeOnRecord & Pick<RunRecord, "runId">): FreezeOnRecord {
  const { frozenAtMs, thawedAtMs, frozenBeforeMs, frozenBy = runId } = dead;
  if (frozenAtMs === undefined) return {};
  return {
    frozenAtMs,
    frozenBy,
    ...(thawedAtMs !== undefined && { thawedAtMs }),
    ...(frozenBeforeMs !== undefined && { frozenBeforeMs }),
  };
}
