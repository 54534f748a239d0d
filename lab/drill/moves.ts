/** The moves of the baton, each with what it cost: customers' interruption, lost writes, and what its run said about itself. */
import type { Plan } from "../../orchestrator/plan";
import type { RunRecord } from "../../orchestrator/run";
import type { CustomerReport } from "../customers/customers";
import type { CutLoss } from "../customers/ground-truth";
import { canonicalName } from "../services/route53/records";
import type { BatonMove, Incident } from "./incident";
import type { Move } from "./result";

export interface MoveSources {
  readonly incident: Incident;
  readonly customers: CustomerReport;
  readonly runs: readonly RunRecord[];
  /** Names that DNS led customers to: the record's, and the load balancer's of each Region. */
  readonly traffic: Plan["traffic"];
  readonly originMs: number;
}

export function movesIn({ incident, customers, runs, traffic, originMs }: MoveSources): Move[] {
  const seconds = (atMs: number | undefined) => (atMs === undefined ? null : (atMs - originMs) / 1000);
  return incident.moves.map((move) => {
    const cut = cutOf(move, incident, customers.cuts);
    const stretch = customers.interruptions.findLast(({ fromMs }) => fromMs <= move.atMs);
    const run = runs.findLast((each) => each.workflow === move.workflow && each.startedAtMs <= move.atMs);
    return {
      direction: move.workflow,
      toRole: move.role,
      epoch: move.epoch,
      atSeconds: (move.atMs - originMs) / 1000,
      sentSeconds: seconds(sentAtMs(move, incident, traffic)),
      reportedSeconds: seconds(run?.movedAtMs ?? run?.endedAtMs),
      rtoSeconds: stretch?.rtoSeconds ?? null,
      rpoSeconds: cut?.rpoSeconds ?? 0,
      rpoBeforeSeconds: cut?.rpoBeforeSeconds ?? 0,
      writesLost: cut?.writesLost ?? 0,
      reportedDataLossSeconds: run?.estimatedDataLossSeconds ?? null,
    };
  });
}

/** When name servers first answered the load balancer of the Region that the baton had moved to. */
function sentAtMs({ atMs, role }: BatonMove, { entries }: Incident, traffic: Plan["traffic"]): number | undefined {
  const name = canonicalName(traffic.recordName);
  const target = canonicalName(traffic.loadBalancers[role].dnsName);
  const answers = entries.filter(({ kind, facts }) => kind === "dns-answer-changed" && facts.name === name);
  return answers.find((answer) => answer.atMs >= atMs && answer.facts.target === target)?.atMs;
}

/** The promotion behind a move: as many promotions in that Region came before it as moves to it. */
function cutOf(move: BatonMove, { moves }: Incident, cuts: readonly CutLoss[]): CutLoss | undefined {
  const sameWay = moves.filter(({ role }) => role === move.role);
  return cuts.filter(({ role }) => role === move.role)[sameWay.indexOf(move)];
}
