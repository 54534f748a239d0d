/** Turns a rehearsal into its result: outside first (customers), then the table, then the lab's own truth. */
import type { CustomerReport } from "../customers/customers";
import type { Scenario } from "../scenarios/scenario";
import type { World } from "../world";
import { summarizeCalls } from "./api-calls";
import { databaseStates } from "./database-states";
import { judgeExpectations } from "./expectations";
import type { Findings } from "./findings";
import { floorParts } from "./floor";
import { groupImages } from "./group-images";
import { movesIn } from "./moves";
import { noticesIn } from "./notices";
import type { Rehearsed } from "./rehearsal";
import type { AvailabilityPoint, DrillResult, UnusedPermission } from "./result";
import { type RunFacts, readRunFacts } from "./run-facts";
import { spansIn } from "./spans";
import { isForPeople, timelineLine } from "./timeline";

/** How much of the calm before the first fault the availability series shows. */
const CALM_SECONDS = 120;

/** @throws Error when a model of the lab itself failed: such a drill proves nothing */
export async function measure(
  world: World,
  scenario: Scenario,
  seed: number,
  rehearsed: Rehearsed,
): Promise<DrillResult> {
  refuseDefects(world);
  const { plan } = world;
  const { incident, originMs } = rehearsed;
  const customers = world.customers.report(
    originMs,
    world.estate.databases,
    incident.batonHistory,
    incident.stretchesMs,
  );
  const facts = await readRunFacts(world, incident);
  const found = findings(world, rehearsed, customers, facts);
  const parts = floor(world, rehearsed, customers, facts);
  return {
    application: plan.application,
    scenario: scenario.name,
    title: scenario.title,
    story: scenario.story,
    seed,
    primaryRegion: plan.regions.primary,
    standbyRegion: plan.regions.standby,
    outcome: facts.outcome,
    activeRegion: plan.regions[facts.baton.active],
    activeRole: facts.baton.active,
    epoch: facts.baton.epoch,
    finalPhase: facts.baton.phase,
    moves: found.moves,
    detectedSeconds: facts.alarmAtMs === null ? null : seconds(facts.alarmAtMs - originMs),
    rtoSeconds: customers.rtoSeconds,
    rtoObjectiveSeconds: plan.objectives.rtoSeconds,
    rpoObjectiveSeconds: plan.objectives.rpoSeconds,
    floorSeconds: parts && seconds(parts.reduce((sum, part) => sum + part.seconds * 1000, 0)),
    floorParts: parts ?? [],
    rpoSeconds: customers.rpoSeconds,
    estimatedRpoSeconds: facts.run?.estimatedDataLossSeconds ?? null,
    availability: customers.availability,
    writesAcknowledged: customers.writesAcknowledged,
    writesLost: customers.writesLost,
    splitBrainWrites: customers.splitBrainWrites,
    fenceVerdict: facts.fenceVerdict,
    iamRefusals: found.iamRefusals,
    unusedPermissions: unusedPermissions(world),
    apiCalls: summarizeCalls(world.wire.calls.records),
    notices: found.notices,
    evidence: (facts.run?.evidence?.observations ?? []).map((observation) => ({
      ...observation,
      atSeconds: seconds(observation.observedAtMs - originMs),
    })),
    decision: facts.run?.decision ?? null,
    timeline: incident.entries.filter(isForPeople).map((entry) => timelineLine(entry, originMs)),
    spans: spansIn(incident.entries, originMs, world.clock.now()),
    availabilitySeries: availabilitySeries(customers, originMs),
    expectations: judgeExpectations(scenario.expectations, found),
  };
}

function refuseDefects({ wire }: World): void {
  const [first] = wire.defects;
  if (first)
    throw new Error(`The lab itself failed ${wire.defects.length} times; first: ${first.message}`, { cause: first });
}

function findings(world: World, rehearsed: Rehearsed, customers: CustomerReport, facts: RunFacts): Findings {
  const { incident, originMs } = rehearsed;
  const firstByStandby = customers.series.find((count) => count.servedByStandby > 0);
  const summariesOf = (...kinds: readonly string[]) =>
    incident.entries.filter(({ kind }) => kinds.includes(kind)).map(({ summary }) => summary);
  return {
    untold: rehearsed.untold,
    troubles: { call: world.troubles.met, launch: summariesOf("launch-failed").length },
    outcome: facts.outcome,
    activeRole: facts.baton.active,
    phase: facts.baton.phase,
    epoch: facts.baton.epoch,
    moves: movesIn({ incident, customers, runs: facts.runs, traffic: world.plan.traffic, originMs }),
    disturbedStretches: customers.interruptions.slice(1).filter(({ firstFailureAtMs }) => firstFailureAtMs !== null)
      .length,
    databases: databaseStates(world),
    groups: {
      primary: { before: rehearsed.capacityBefore.primary, after: world.estate.desiredCapacity("primary") },
      standby: { before: rehearsed.capacityBefore.standby, after: world.estate.desiredCapacity("standby") },
    },
    images: groupImages(world),
    rtoSeconds: customers.rtoSeconds,
    rtoObjectiveSeconds: world.plan.objectives.rtoSeconds,
    rpoSeconds: customers.rpoSeconds,
    rpoObjectiveSeconds: world.plan.objectives.rpoSeconds,
    areCustomersServed: world.customers.areServed,
    writesLost: customers.writesLost,
    splitBrainWrites: customers.splitBrainWrites,
    splitBrainSeconds: customers.splitBrainSeconds,
    iamRefusals: iamRefusals(world),
    fenceVerdict: facts.fenceVerdict,
    isOldWriterOpen: world.estate.application.canCommit("primary"),
    notices: noticesIn(incident.entries, originMs),
    recordLines: summariesOf("run-noted"),
    pageVisits: summariesOf("page-opened", "page-answered"),
    approval: facts.run?.approval ?? null,
    failedBeforeFault: customers.series
      .filter(({ second }) => customers.startedAtMs + (second + 1) * 1000 <= originMs)
      .reduce((sum, { failed }) => sum + failed, 0),
    servedByStandby: customers.acknowledgedByStandby,
    firstServedByStandbyAtMs: firstByStandby ? customers.startedAtMs + firstByStandby.second * 1000 : null,
    batonMovedAtMs: incident.batonMovedAtMs,
    promotions: incident.entries.filter(({ kind }) => kind === "promotion-started").length,
    executions: incident.executions.length,
    claimedRuns: facts.claimedRuns,
    startedBy: facts.startedBy,
  };
}

/** Over the whole life of the world, the deployment included; each refusal once, with how often it happened. */
function iamRefusals({ journal }: World): string[] {
  const counts = new Map<string, number>();
  for (const { kind, summary } of journal.entries) {
    if (kind === "api-refused") counts.set(summary, (counts.get(summary) ?? 0) + 1);
  }
  return [...counts].map(([summary, count]) => (count === 1 ? summary : `${summary} (${count} times)`));
}

function unusedPermissions({ iam }: World): UnusedPermission[] {
  return iam
    .unusedGrants()
    .map(({ roleArn, ...unused }) => ({ role: roleArn.split("/").at(-1) ?? roleArn, ...unused }));
}

function floor(world: World, { incident }: Rehearsed, customers: CustomerReport, facts: RunFacts) {
  const { plan } = world;
  if (facts.alarmAtMs === null || customers.firstFailureAtMs === null) return null;
  return floorParts({
    outageStartedAtMs: customers.firstFailureAtMs,
    alarmAtMs: facts.alarmAtMs,
    entries: incident.entries,
    standbyRegion: plan.regions.standby,
    recordName: plan.traffic.recordName,
    timeToLiveSeconds: plan.traffic.timeToLiveSeconds,
  });
}

function availabilitySeries({ series, startedAtMs }: CustomerReport, originMs: number): AvailabilityPoint[] {
  return series
    .map(({ second, succeeded, failed, servedByStandby }) => ({
      atSeconds: seconds(startedAtMs + second * 1000 - originMs),
      succeeded,
      failed,
      servedByStandby: succeeded === 0 ? 0 : servedByStandby / succeeded,
    }))
    .filter(({ atSeconds }) => atSeconds >= -CALM_SECONDS);
}

/** Whole milliseconds, so that no digits of floating point noise are printed. */
function seconds(milliseconds: number): number {
  return Math.round(milliseconds) / 1000;
}
