/**
 * The floor: the shortest recovery that AWS itself permits for this very incident, from the lab's own draws.
 *
 *   detection    from the first failed request until the alarm that started the run went off; checkers, metrics and alarm
 *                evaluation are AWS's, and no orchestrator can act earlier on the plan's settings
 * + AWS at work  the longer of the slowest promotion and the slowest boot of the capacity that the failover launched: they can run
 *                side by side, so only the longer counts; a run that had no need to launch counts no boot
 * + traffic flip from the write that moves the baton until Route 53's checkers agree and the name answers otherwise
 * + DNS          until 95 % of resolvers have asked again: their caches expire evenly over the TTL, so 95 % of it
 *
 * Nothing of the floor is Baton's: no invocation, no polling, no confirmation, no fence, no verification.
 */
import type { JournalEntry } from "../kernel/journal";

export interface FloorPart {
  readonly name: string;
  readonly seconds: number;
}

export interface FloorFacts {
  /** First failed customer request. */
  readonly outageStartedAtMs: number;
  readonly alarmAtMs: number;
  /** Everything since the first fault. */
  readonly entries: readonly JournalEntry[];
  readonly standbyRegion: string;
  readonly recordName: string;
  readonly timeToLiveSeconds: number;
}

/** Share of customers whose requests must succeed for the outage to be over. */
export const SERVED_SHARE = 0.95;

/** Null where nothing was promoted or traffic never moved: there was no failover to be fast at. */
export function floorParts(facts: FloorFacts): readonly FloorPart[] | null {
  const moved = facts.entries.find(({ kind }) => kind === "baton-moved");
  const flipped = facts.entries.find((entry) => isFlip(entry, facts.recordName) && entry.atMs >= (moved?.atMs ?? 0));
  if (!moved || !flipped) return null;
  const promotionSeconds = slowestPromotionSeconds(facts, moved.atMs);
  if (promotionSeconds === null) return null;
  const bootSeconds = slowestBootSeconds(facts, moved.atMs);
  return [
    { name: "detection", seconds: Math.max(0, facts.alarmAtMs - facts.outageStartedAtMs) / 1000 },
    promotionSeconds >= bootSeconds
      ? { name: "promotion", seconds: promotionSeconds }
      : { name: "instance boot", seconds: bootSeconds },
    { name: "traffic check flips", seconds: (flipped.atMs - moved.atMs) / 1000 },
    { name: "DNS caches expire", seconds: facts.timeToLiveSeconds * SERVED_SHARE },
  ];
}

function isFlip({ kind, facts }: JournalEntry, recordName: string): boolean {
  return kind === "dns-answer-changed" && String(facts.name).replace(/\.$/, "") === recordName;
}

/** Of all databases that were promoted for the move; null when none was. */
function slowestPromotionSeconds({ entries }: FloorFacts, movedAtMs: number): number | null {
  const promotions = entries.filter(({ kind, atMs }) => kind === "promotion-started" && atMs <= movedAtMs);
  if (promotions.length === 0) return null;
  return Math.max(...promotions.map(({ facts }) => Number(facts.plannedSeconds)));
}

function slowestBootSeconds({ entries, standbyRegion }: FloorFacts, movedAtMs: number): number {
  const boots = entries.filter(
    ({ kind, place, atMs }) => kind === "instance-in-service" && place === standbyRegion && atMs <= movedAtMs,
  );
  return Math.max(0, ...boots.map(({ facts }) => Number(facts.bootSeconds)));
}
