/** Which happenings end a fault. The journal has one hand that breaks and mends; whoever reads must not take one for the other. */
import type { JournalEntry } from "../kernel/journal";

/** What mends a fault, by the fault's kind. */
const MENDED_BY: Readonly<Record<string, string>> = {
  "application-down": "application-up",
  "targets-unhealthy": "targets-healthy-again",
  "region-dark": "region-returned",
  "replication-broken": "replication-mended",
  "replication-lag": "replication-lag-over",
  "database-stuck": "database-mended",
  "promotions-hang": "promotions-end-again",
  "capacity-limited": "capacity-back",
  "quota-reached": "capacity-back",
  "instances-never-healthy": "instances-healthy-again",
  "function-broken": "function-mended",
};

/** Ends every fault, wherever it is. */
const ALL_MENDED = "all-mended";

const MENDINGS: readonly string[] = [...Object.values(MENDED_BY), ALL_MENDED];

export function isFault(entry: JournalEntry): boolean {
  return entry.actor === "fault" && !isMending(entry);
}

export function isMending({ actor, kind }: JournalEntry): boolean {
  return actor === "fault" && MENDINGS.includes(kind);
}

/** When a fault was mended; null when it lasted. */
export function mendedAtMs(fault: JournalEntry, entries: readonly JournalEntry[]): number | null {
  const isEnd = ({ kind, place, atMs }: JournalEntry) =>
    atMs >= fault.atMs && (kind === ALL_MENDED || (kind === MENDED_BY[fault.kind] && place === fault.place));
  return entries.find((entry) => isMending(entry) && isEnd(entry))?.atMs ?? null;
}
