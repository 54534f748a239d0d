/** Acknowledged writes: where they may be taken, and what may become of them. */
import type { RegionRole } from "../../../orchestrator/baton";
import { movesIn } from "../../drill/moves";
import type { DatabaseInstance } from "../../services/rds/database-instance";
import { type Aftermath, type Invariant, moment, type Stage } from "./invariant";

/** One fence that holds: of which resource, and since when. */
interface HoldingFence {
  readonly resourceId: string;
  readonly atMs: number;
}

/** Fences of the primary's writers that hold, as the runs' records and the sentry say. */
function watchFences({ world }: Stage): HoldingFence[] {
  const holding: HoldingFence[] = [];
  world.journal.onEntry(({ kind, atMs, facts }) => {
    if (kind === "fence-judged" && facts.verdict === "FENCED")
      holding.push({ atMs, resourceId: String(facts.resourceId) });
  });
  return holding;
}

export const fencedMeansFenced: Invariant = {
  name: "fenced-means-fenced",
  sentence:
    "A writer of the primary that is recorded as FENCED takes no write until the baton is back or the run has stood down.",
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
      fences.flatMap(({ resourceId, atMs }) => {
        const backAtMs = stage.incident.moves.find((move) => move.role === "primary" && move.atMs > atMs)?.atMs;
        const undoneAtMs = standDowns.find((each) => each > atMs);
        const untilMs = Math.min(backAtMs ?? Number.POSITIVE_INFINITY, undoneAtMs ?? Number.POSITIVE_INFINITY);
        const writes = writesAt(stage, resourceId, "primary", { fromMs: atMs, untilMs });
        return writes === 0 ? [] : [`${moment(stage, atMs)} ${resourceId} was FENCED and took ${writes} writes later`];
      });
  },
};

function writesAt(
  { world }: Stage,
  resourceId: string,
  role: RegionRole,
  { fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number },
): number {
  const count = ({ log }: DatabaseInstance) =>
    log.batches
      .filter(({ committedAtMs }) => committedAtMs > fromMs && committedAtMs < untilMs)
      .reduce((sum, batch) => sum + batch.count, 0);
  const instances = world.estate.databases.filter(({ id }) => id === resourceId).flatMap((each) => each.everAt(role));
  return instances.reduce((sum, instance) => sum + count(instance), 0);
}

export const noSplitBrain: Invariant = {
  name: "no-split-brain",
  sentence:
    "No write is taken by a Region that does not hold the baton, unless a failover recorded that the old Region could not be fenced.",
  watch(stage) {
    let isTold = false;
    stage.world.journal.onEntry(({ kind, facts }) => {
      if (kind === "fence-judged" && facts.verdict !== "FENCED") isTold = true;
    });
    return ({ customers: { splitBrainWrites } }) =>
      splitBrainWrites > 0 && !isTold ? [`${splitBrainWrites} split-brain writes that nobody was told of`] : [];
  },
};

function movesOf(stage: Stage, aftermath: Aftermath) {
  return movesIn({ ...stage, ...aftermath, traffic: stage.world.plan.traffic });
}

export const lossIsBounded: Invariant = {
  name: "loss-is-bounded",
  sentence:
    "The data loss that a failover reports is never below the true one, what an unfenced old Region took later aside.",
  watch: (stage) => (aftermath) =>
    aftermath.customers.splitBrainWrites > 0
      ? []
      : movesOf(stage, aftermath)
          .filter(
            ({ direction, reportedDataLossSeconds }) => direction === "failover" && reportedDataLossSeconds !== null,
          )
          .filter(({ rpoSeconds, reportedDataLossSeconds }) => rpoSeconds > (reportedDataLossSeconds ?? 0))
          .map(
            ({ rpoSeconds, reportedDataLossSeconds }) =>
              `${rpoSeconds} s of writes were lost where at most ${reportedDataLossSeconds} s were reported`,
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
