/** What a person sees before a planned move is approved: health, lag and capacity of both sides, and what follows. */
import type { RegionRole } from "./baton";
import type { Bearing, GateFact, GateFacts } from "./gate";
import { spanText } from "./message-text";
import type { Measured, MoveFacts } from "./move-facts";
import type { Plan } from "./plan";
import { type PlannedWorkflow, sidesOf } from "./workflow";

export interface PlannedQuestion {
  readonly plan: Plan;
  readonly workflow: PlannedWorkflow;
  readonly requestedBy: string;
  readonly reason: string;
  readonly moveFacts: MoveFacts;
}

const TITLES: Readonly<Record<PlannedWorkflow, string>> = { failback: "Fail back", switchover: "Switch over" };

export function plannedGateFacts({ plan, workflow, requestedBy, reason, moveFacts }: PlannedQuestion): GateFacts {
  const { source, target } = sidesOf(plan, workflow);
  const { deadlines, largestCatchUpLagSeconds } = plan.failback;
  const frozenSeconds = deadlines.freezeSeconds + deadlines.drainSeconds + deadlines.promoteSeconds;
  return {
    question: `${TITLES[workflow]} to ${target.region} now?`,
    askedBy: `${requestedBy}, who says: ${reason}`,
    reasons: [`Everything is ready for the ${workflow}; a person says when.`],
    groups: [
      { title: "Health of both Regions", facts: healthFacts(plan, moveFacts) },
      { title: `Replication into ${target.region}`, facts: lagFacts(moveFacts, largestCatchUpLagSeconds) },
      { title: "Capacity on both sides", facts: capacityFacts(moveFacts, target.role) },
    ],
    ifApproved: [
      "The facts are looked at again; if anything has become worse, the move is abandoned.",
      `The writer in ${source.region} is frozen: nobody can write until the move is over (at most ${spanText(frozenSeconds)}).`,
      `What is not replicated yet drains, ${target.region} is promoted and verified, and traffic moves there.`,
      `A new replica is built in ${source.region}, which takes hours and concerns no customer.`,
    ],
    ifDeclined: ["What was warmed up is undone.", `${source.region} serves on. Nothing has moved, nothing is lost.`],
    ifNobodyAnswers: `The move is abandoned and ${source.region} serves on.`,
    cannotBeUndone: [
      `The promotion in ${target.region}: until then everything is undone if anything fails, from then on it goes forward.`,
    ],
  };
}

function healthFacts({ regions }: Plan, { health }: MoveFacts): readonly GateFact[] {
  return (["primary", "standby"] as const).map((role) => {
    const { value, atMs } = health[role];
    const bearing = value === null ? "unknown" : value.isHealthy ? "for" : "against";
    return { label: `${regions[role]} (${role})`, value: value?.detail ?? "Not known.", bearing, seenAtMs: atMs };
  });
}

function lagFacts({ lagSeconds }: MoveFacts, largestSeconds: number): readonly GateFact[] {
  return Object.entries(lagSeconds).map(([id, lag]) => {
    const value = `${amount(lag, " s")}; a move begins below ${spanText(largestSeconds)}.`;
    return { label: `Lag of ${id}`, value, bearing: lagBearing(lag.value, largestSeconds), seenAtMs: lag.atMs };
  });
}

function lagBearing(lagSeconds: number | null, largestSeconds: number): Bearing {
  if (lagSeconds === null || lagSeconds < 0) return "unknown";
  return lagSeconds <= largestSeconds ? "for" : "against";
}

function capacityFacts({ inService }: MoveFacts, target: RegionRole): readonly GateFact[] {
  const source = target === "primary" ? "standby" : "primary";
  return Object.entries(inService).map(([id, sides]) => {
    const value = `${amount(sides[target])} in the target, ${amount(sides[source])} in the Region that serves.`;
    const isEnough = (sides[target].value ?? 0) >= (sides[source].value ?? 0);
    const seenAtMs = Math.min(sides.primary.atMs, sides.standby.atMs);
    return { label: `Instances of ${id} ready for customers`, value, bearing: isEnough ? "for" : "against", seenAtMs };
  });
}

function amount({ value }: Measured<number>, unit = ""): string {
  return value === null ? "not known" : `${value}${unit}`;
}
