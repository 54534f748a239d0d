/**
 * What became of acknowledged writes, from the databases' own logs. A write is lost when the database that is active at
 * the end does not hold it: it was committed elsewhere and never arrived.
 *
 * The active instance holds what it committed itself, the part of its source's log that had arrived when it was promoted,
 * and so on back to the first writer. Each of these cuts is a move of the baton; what is missing at it, that move has lost.
 */
import type { RegionRole } from "../../orchestrator/baton";
import type { PlannedDatabase } from "../estate/databases";
import type { DatabaseInstance, Inheritance } from "../services/rds/database-instance";

/** Since when which Region holds the baton; the first entry holds from the beginning. */
export type BatonHistory = readonly { readonly atMs: number; readonly role: RegionRole }[];

/** What is missing of the old writer's log in the new writer. */
export interface CutLoss {
  readonly promotedInstance: string;
  readonly role: RegionRole;
  readonly writesLost: number;
  readonly rpoSeconds: number;
  /** The same without what the old writer took after the new one had left it: that is split brain. */
  readonly rpoBeforeSeconds: number;
}

/** Writes that were acknowledged at one moment where nobody may take any. */
export interface WrongWrites {
  readonly resourceId: string;
  readonly role: RegionRole;
  readonly instance: DatabaseInstance;
  readonly atMs: number;
  readonly count: number;
}

export interface WriteTruth {
  readonly writesLost: number;
  /** Span from the last commit that survived to the last lost one that was acknowledged; 0 when nothing was lost. */
  readonly rpoSeconds: number;
  /**
   * Writes acknowledged by one Region after the other had left replication to become a writer, or by a Region that did
   * not hold the baton at that moment.
   */
  readonly splitBrainWrites: number;
  /** From the first of them to the last. */
  readonly splitBrainSeconds: number;
  /** Promotions that led to the active database, oldest first. */
  readonly cuts: readonly CutLoss[];
}

const ROLES = ["primary", "standby"] as const;

/** Over several databases, each write goes to all of them, so the worst database counts. */
export function writeTruth(databases: readonly PlannedDatabase[], history: BatonHistory): WriteTruth {
  const truths = databases.map((database) => truthOf(database, history));
  const worst = (of: (truth: WriteTruth) => number) => Math.max(0, ...truths.map(of));
  return {
    writesLost: worst((truth) => truth.writesLost),
    rpoSeconds: worst((truth) => truth.rpoSeconds),
    splitBrainWrites: worst((truth) => truth.splitBrainWrites),
    splitBrainSeconds: worst((truth) => truth.splitBrainSeconds),
    cuts: truths.reduce((known, { cuts }) => worstCuts(known, cuts), truths[0]?.cuts ?? []),
  };
}

function worstCuts(left: readonly CutLoss[], right: readonly CutLoss[]): readonly CutLoss[] {
  return left.map((cut, index) => {
    const other = right[index] ?? cut;
    const writesLost = Math.max(cut.writesLost, other.writesLost);
    const rpoSeconds = Math.max(cut.rpoSeconds, other.rpoSeconds);
    const rpoBeforeSeconds = Math.max(cut.rpoBeforeSeconds, other.rpoBeforeSeconds);
    return { ...cut, writesLost, rpoSeconds, rpoBeforeSeconds };
  });
}

interface Member {
  readonly role: RegionRole;
  readonly instance: DatabaseInstance;
}

function membersOf(database: PlannedDatabase): readonly Member[] {
  return ROLES.flatMap((role) => database.everAt(role).map((instance) => ({ role, instance })));
}

/** Split-brain writes one by one, of every database. */
export function wrongWrites(databases: readonly PlannedDatabase[], history: BatonHistory): readonly WrongWrites[] {
  return databases.flatMap((database) => wrongWritesOf(database.id, membersOf(database), history));
}

function truthOf(database: PlannedDatabase, history: BatonHistory): WriteTruth {
  const members = membersOf(database);
  const lineage = lineageOf(database.at(history.at(-1)?.role ?? "primary"));
  const cuts = lineage.flatMap(({ instance, inheritance }) => {
    const role = members.find((member) => member.instance === instance)?.role ?? "primary";
    return inheritance ? [cutLoss(instance, role, inheritance)] : [];
  });
  const keepers = lineage.map(({ instance }) => instance);
  // Whoever is not among the forebears of the active database wrote for nothing.
  const strangers = members.filter(({ instance }) => !keepers.includes(instance));
  const losses = [...cuts, ...strangers.map(({ instance }) => lossFrom(instance, 0))];
  return {
    writesLost: losses.reduce((sum, { writesLost }) => sum + writesLost, 0),
    rpoSeconds: Math.max(0, ...losses.map(({ rpoSeconds }) => rpoSeconds)),
    ...splitBrain(wrongWritesOf(database.id, members, history)),
    cuts: cuts.reverse(),
  };
}

interface Forebear {
  readonly instance: DatabaseInstance;
  readonly inheritance: Inheritance | null;
}

/** From an instance back to the first writer. A replica inherits what has arrived, as far as anybody can ask it. */
function lineageOf(instance: DatabaseInstance | undefined): readonly Forebear[] {
  if (!instance) return [];
  const { inheritance, replication } = instance;
  const source = inheritance?.source ?? replication?.source;
  const rest = lineageOf(source);
  // A replica that is not promoted is no cut: nothing of its source is lost while that goes on.
  return [{ instance, inheritance }, ...rest];
}

function cutLoss({ id }: DatabaseInstance, role: RegionRole, inheritance: Inheritance): CutLoss {
  const { source, batches, sourceBatches } = inheritance;
  const { rpoSeconds: rpoBeforeSeconds } = lossFrom(source, batches, sourceBatches);
  return { promotedInstance: id, role, ...lossFrom(source, batches), rpoBeforeSeconds };
}

/** What a log holds beyond its first `kept` batches, up to its first `end`. */
function lossFrom(
  { log }: DatabaseInstance,
  kept: number,
  end = Number.POSITIVE_INFINITY,
): Pick<CutLoss, "writesLost" | "rpoSeconds"> {
  const { batches } = log;
  const lastLost = batches.findLast(({ count }, index) => index >= kept && index < end && count > 0);
  if (!lastLost) return { writesLost: 0, rpoSeconds: 0 };
  const lastKept = batches[kept - 1] ?? batches[0];
  const rpoSeconds = (lastLost.committedAtMs - (lastKept?.committedAtMs ?? lastLost.committedAtMs)) / 1000;
  return { writesLost: log.countFrom(kept), rpoSeconds };
}

function wrongWritesOf(resourceId: string, members: readonly Member[], history: BatonHistory): WrongWrites[] {
  return members.flatMap(({ role, instance }) => {
    const forks = members.flatMap((other) => {
      const { inheritance } = other.instance;
      return inheritance?.source === instance ? [inheritance.sourceBatches] : [];
    });
    const forkedAt = Math.min(Number.POSITIVE_INFINITY, ...forks);
    const isWrong = (atMs: number, index: number) => index >= forkedAt || holderAt(history, atMs) !== role;
    return instance.log.batches
      .filter(({ committedAtMs, count }, index) => count > 0 && isWrong(committedAtMs, index))
      .map(({ committedAtMs, count }) => ({ resourceId, role, instance, atMs: committedAtMs, count }));
  });
}

function splitBrain(wrong: readonly WrongWrites[]) {
  const times = wrong.map(({ atMs }) => atMs);
  return {
    splitBrainWrites: wrong.reduce((sum, { count }) => sum + count, 0),
    splitBrainSeconds: times.length === 0 ? 0 : (Math.max(...times) - Math.min(...times)) / 1000,
  };
}

function holderAt(history: BatonHistory, atMs: number): RegionRole {
  return history.findLast((entry, index) => index === 0 || entry.atMs <= atMs)?.role ?? "primary";
}
