/** Acknowledged writes: where they may be taken, and what may become of them. */
import { type WrongWrites, wrongWrites } from "../../customers/ground-truth";
import { movesIn } from "../../drill/moves";
import type { DatabaseInstance } from "../../services/rds/database-instance";
import { watchFirstWrites } from "./first-writes";
import { wasHindered, wereMisled } from "./hindrances";
import { type Aftermath, type Invariant, moment, type Stage } from "./invariant";

/** One fence that holds: of which resource, since when, and the writers that were there to be fenced. */
interface HoldingFence {
  readonly resourceId: string;
  readonly atMs: number;
  readonly writers: readonly DatabaseInstance[];
}

/** Fences of the primary's writers that hold, as the runs' records and the sentry say. */
function watchFences({ world }: Stage): HoldingFence[] {
  const holding: HoldingFence[] = [];
  world.journal.onEntry(({ kind, atMs, facts }) => {
    if (kind !== "fence-judged" || facts.verdict !== "FENCED") return;
    const databases = world.estate.databases.filter(({ id }) => id === facts.resourceId);
    const writers = databases.flatMap((each) => each.everAt("primary"));
    holding.push({ atMs, resourceId: String(facts.resourceId), writers });
  });
  return holding;
}

export const fencedMeansFenced: Invariant = {
  name: "fenced-means-fenced",
  sentence:
    "A writer of the primary that is recorded as FENCED takes no write until the baton is back or the run has stood down; an " +
    "instance that a failback builds later in its place is another writer.",
  watch(stage) {
    const fences = watchFences(stage);
    let standDowns: number[] = [];
    stage.world.journal.onEntry(({ kind, atMs, facts }) => {
      if (
        (kind === "baton-changed" || kind === "baton-moved") &&
        facts.active === "primary" &&
        facts.phase === "steady"
      ) {
        standDowns = [...standDowns, atMs];
      }
    });
    return () =>
      fences.flatMap(({ resourceId, atMs, writers }) => {
        const backAtMs = stage.incident.moves.find((move) => move.role === "primary" && move.atMs > atMs)?.atMs;
        const undoneAtMs = standDowns.find((each) => each > atMs);
        const untilMs = Math.min(backAtMs ?? Number.POSITIVE_INFINITY, undoneAtMs ?? Number.POSITIVE_INFINITY);
        const writes = writers.reduce((sum, { log }) => sum + log.countBetween(atMs, untilMs), 0);
        return writes === 0 ? [] : [`${moment(stage, atMs)} ${resourceId} was FENCED and took ${writes} writes later`];
      });
  },
};

/** What the sentry needs to find the old Region well and close it: a minute between looks, a reboot, a look more. */
const CLOSED_WITHIN_MS = 15 * 60_000;

export const noSplitBrain: Invariant = {
  name: "no-split-brain",
  sentence:
    "No write is acknowledged by a Region that does not hold the baton, or by a writer whose replica has left it, unless the " +
    "record says at that moment that its fence does not hold, and something kept Baton from closing it in the 15 min before; or " +
    "unless lying checkers had sent the customer to a standby that was promoted already; or unless Route 53 could not hear in " +
    "the standby who holds the baton and sent the customer home to a failback's new writer, which has every write of the frozen " +
    "old one and gets the baton next.",
  watch(stage) {
    const isFirstWrite = watchFirstWrites(stage);
    const verdicts: { readonly resourceId: string; readonly atMs: number; readonly isOpen: boolean }[] = [];
    stage.world.journal.onEntry(({ kind, atMs, facts }) => {
      if (kind !== "fence-judged") return;
      verdicts.push({ resourceId: String(facts.resourceId), atMs, isOpen: facts.verdict !== "FENCED" });
    });
    const isTold = ({ resourceId, atMs }: WrongWrites) =>
      verdicts.findLast((each) => each.resourceId === resourceId && each.atMs <= atMs)?.isOpen === true;
    return () => {
      const isExcused = (wrong: WrongWrites) =>
        wrong.role === "standby"
          ? wereMisled(stage, wrong.atMs)
          : isFirstWrite(wrong) || (isTold(wrong) && wasHindered(stage, wrong.atMs - CLOSED_WITHIN_MS, wrong.atMs));
      const inexcusable = wrongWrites(stage.world.estate.databases, stage.incident.batonHistory).filter(
        (wrong) => !isExcused(wrong),
      );
      const [first] = inexcusable;
      if (!first) return [];
      const count = inexcusable.reduce((sum, each) => sum + each.count, 0);
      return [`${moment(stage, first.atMs)} the first of ${count} split-brain writes in the ${first.role} Region`];
    };
  },
};

function movesOf(stage: Stage, aftermath: Aftermath) {
  return movesIn({ ...stage, ...aftermath, traffic: stage.world.plan.traffic });
}

export const lossIsBounded: Invariant = {
  name: "loss-is-bounded",
  sentence:
    "The data loss that a failover reports is never below the true one; what an unfenced old Region takes after the promotion " +
    "is split brain and counts there.",
  watch: (stage) => (aftermath) =>
    movesOf(stage, aftermath)
      .filter(({ direction }) => direction === "failover")
      .filter(
        ({ rpoBeforeSeconds, reportedDataLossSeconds: reported }) => reported !== null && rpoBeforeSeconds > reported,
      )
      .map(
        ({ rpoBeforeSeconds, reportedDataLossSeconds }) =>
          `${rpoBeforeSeconds} s of writes were lost where at most ${reportedDataLossSeconds} s were reported`,
      ),
};

export const plannedMovesLoseNothing: Invariant = {
  name: "planned-moves-lose-nothing",
  sentence: "A failback or switchover loses no acknowledged write.",
  watch: (stage) => (aftermath) =>
    movesOf(stage, aftermath)
      .filter(({ direction, writesLost }) => direction !== "failover" && writesLost > 0)
      .map(({ direction, writesLost }) => `a ${direction} lost ${writesLost} acknowledged writes`),
};
