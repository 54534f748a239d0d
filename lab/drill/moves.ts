/** The moves of the baton, each with what it cost: customers' interruption, lost writes, and what its run said about itself. */
import type { RunRecord } from "../../orchestrator/run";
import type { CustomerReport } from "../customers/customers";
import type { CutLoss } from "../customers/ground-truth";
import type { BatonMove, Incident } from "./incident";
import type { Move } from "./result";

export interface MoveSources {
  readonly incident: Incident;
  readonly customers: CustomerReport;
  readonly runs: readonly RunRecord[];
  readonly originMs: number;
}

export function movesIn({ incident, customers, runs, originMs }: MoveSources): Move[] {
  return incident.moves.map((move) => {
    const cut = cutOf(move, incident, customers.cuts);
    const stretch = customers.interruptions.findLast(({ fromMs }) => fromMs <= move.atMs);
    const run = runs.findLast((each) => each.workflow === move.workflow && each.startedAtMs <= move.atMs);
    return {
      direction: move.workflow,
      toRole: move.role,
      epoch: move.epoch,
      atSeconds: (move.atMs - originMs) / 1000,
      rtoSeconds: stretch?.rtoSeconds ?? null,
      rpoSeconds: cut?.rpoSeconds ?? 0,
      writesLost: cut?.writesLost ?? 0,
      reportedDataLossSeconds: run?.estimatedDataLossSeconds ?? null,
    };
  });
}

/** The promotion behind a move: as many promotions in that Region came before it as moves to it. */
function cutOf(move: BatonMove, { moves }: Incident, cuts: readonly CutLoss[]): CutLoss | undefined {
  const sameWay = moves.filter(({ role }) => role === move.role);
  return cuts.filter(({ role }) => role === move.role)[sameWay.indexOf(move)];
}
