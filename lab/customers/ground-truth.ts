/**
 * What became of acknowledged writes, from the databases' own logs. A write is lost when the database that is active at
 * the end does not hold it: it was committed elsewhere and never arrived.
 */
import type { RegionRole } from "../../orchestrator/baton";
import type { DatabasePair } from "../estate/databases";
import type { DatabaseInstance } from "../services/rds/database-instance";

/** Since when which Region holds the baton; the first entry holds from the beginning. */
export type BatonHistory = readonly { readonly atMs: number; readonly role: RegionRole }[];

export interface WriteTruth {
  readonly writesLost: number;
  /** Span from the last commit that survived to the last lost one that was acknowledged; 0 when nothing was lost. */
  readonly rpoSeconds: number;
  /**
   * Writes acknowledged by one Region after the other had left replication to become a writer, or by a Region that did
   * not hold the baton at that moment.
   */
  readonly splitBrainWrites: number;
}

/** Over several databases, each write goes to all of them, so the worst database counts. */
export function writeTruth(pairs: readonly DatabasePair[], history: BatonHistory): WriteTruth {
  const truths = pairs.map((pair) => truthOfPair(pair, history));
  const worst = (of: (truth: WriteTruth) => number) => Math.max(0, ...truths.map(of));
  return {
    writesLost: worst((truth) => truth.writesLost),
    rpoSeconds: worst((truth) => truth.rpoSeconds),
    splitBrainWrites: worst((truth) => truth.splitBrainWrites),
  };
}

function truthOfPair(pair: DatabasePair, history: BatonHistory): WriteTruth {
  const standbyIsActive = history.at(-1)?.role === "standby";
  const abandoned = standbyIsActive ? pair.primary.log : pair.standby.log;
  const kept = standbyIsActive ? survivingBatches(pair) : 0;
  return {
    writesLost: abandoned.countFrom(kept),
    rpoSeconds: lostSpanSeconds(abandoned.batches, kept),
    splitBrainWrites: splitBrainWrites(pair, history),
  };
}

/** How much of the primary's log the standby holds: what had arrived when it was promoted. */
function survivingBatches({ primary, standby }: DatabasePair): number {
  return standby.inheritance?.batches ?? primary.log.batches.length;
}

function lostSpanSeconds(batches: DatabaseInstance["log"]["batches"], kept: number): number {
  const lastLost = batches.length > kept ? batches.at(-1) : undefined;
  if (!lastLost) return 0;
  const lastKept = batches[kept - 1] ?? batches[0];
  return (lastLost.committedAtMs - (lastKept?.committedAtMs ?? lastLost.committedAtMs)) / 1000;
}

function splitBrainWrites({ primary, standby }: DatabasePair, history: BatonHistory): number {
  const forkedAt = standby.inheritance?.sourceBatches ?? Number.POSITIVE_INFINITY;
  const afterFork = (index: number) => index >= forkedAt;
  const withoutBaton = (role: RegionRole, atMs: number) => holderAt(history, atMs) !== role;
  return (
    countWhere(primary, (atMs, index) => afterFork(index) || withoutBaton("primary", atMs)) +
    countWhere(standby, (atMs) => withoutBaton("standby", atMs))
  );
}

function countWhere({ log }: DatabaseInstance, isWrong: (committedAtMs: number, index: number) => boolean): number {
  return log.batches.reduce((sum, batch, index) => (isWrong(batch.committedAtMs, index) ? sum + batch.count : sum), 0);
}

function holderAt(history: BatonHistory, atMs: number): RegionRole {
  return history.findLast((entry, index) => index === 0 || entry.atMs <= atMs)?.role ?? "primary";
}
