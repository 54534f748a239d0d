/** What the table says about the run, read as a person would after the incident. */
import type { Baton } from "../../orchestrator/baton";
import { type DeployedNames, deployedNames } from "../../orchestrator/names";
import type { FenceVerdict } from "../../orchestrator/resources/kind";
import type { RunRecord, Trigger } from "../../orchestrator/run";
import type { World } from "../world";
import type { Incident } from "./incident";
import { DRILL_OUTCOMES, type DrillOutcome, type Starter } from "./result";
import { TableRecords } from "./table-records";

export interface RunFacts {
  readonly baton: Baton;
  /** Every run that claimed the baton, oldest first. */
  readonly runs: readonly RunRecord[];
  /** Latest of them that was a failover, or the latest at all; null when none claimed. */
  readonly run: RunRecord | null;
  readonly claimedRuns: number;
  /** Of the latest run. */
  readonly outcome: DrillOutcome | "none";
  readonly fenceVerdict: FenceVerdict | null;
  readonly startedBy: Starter | null;
  /** Virtual time of the alarm, or of the sentry's look, that started the run; null when a person did. */
  readonly alarmAtMs: number | null;
}

/** Worst first: one writer that may still write decides what to say of all. */
const VERDICTS: readonly FenceVerdict[] = ["FAILED", "UNREACHABLE", "FENCED"];

export async function readRunFacts(world: World, incident: Incident): Promise<RunFacts> {
  const names = deployedNames(world.plan);
  const { standby } = world.plan.regions;
  const records = new TableRecords(world.inRegion(standby).dynamodb, standby, names.table);
  const runs: RunRecord[] = [];
  for (const name of incident.executions) {
    const run = await records.run(name);
    if (run && run.outcome !== "refused" && run.outcome !== "ignored") runs.push(run);
  }
  const baton = await records.baton();
  const latest = runs.at(-1) ?? null;
  const run = runs.findLast(({ workflow }) => workflow === "failover") ?? latest;
  return {
    baton,
    runs,
    run,
    claimedRuns: runs.length,
    outcome: outcomeOf(baton, latest),
    fenceVerdict: worstVerdict(run),
    startedBy: run ? startedBy(run.trigger, names) : null,
    alarmAtMs: run ? alarmAtMs(run.trigger) : null,
  };
}

function outcomeOf({ phase }: Baton, run: RunRecord | null): DrillOutcome | "none" {
  if (phase === "needs-operator") return "needs-operator";
  return DRILL_OUTCOMES.find((outcome) => outcome === run?.outcome) ?? "none";
}

function worstVerdict(run: RunRecord | null): FenceVerdict | null {
  const given = Object.values(run?.fenceVerdicts ?? {});
  return VERDICTS.find((verdict) => given.includes(verdict)) ?? null;
}

function startedBy(trigger: Trigger, { watchAlarm, sentryAlarm }: DeployedNames): Starter | null {
  if (trigger.type === "sentry") return "sentry-look";
  if (trigger.type === "person") return null;
  if (trigger.alarmArn.endsWith(`:alarm:${watchAlarm}`)) return "watch";
  return trigger.alarmArn.endsWith(`:alarm:${sentryAlarm}`) ? "sentry" : null;
}

function alarmAtMs(trigger: Trigger): number | null {
  if (trigger.type === "person") return null;
  return trigger.type === "alarm" ? trigger.changedAtMs : trigger.lookedAtMs;
}
