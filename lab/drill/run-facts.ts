/** What the table says about the run, read as a person would after the incident. */
import type { Baton } from "../../orchestrator/baton";
import { deployedNames } from "../../orchestrator/names";
import type { FenceVerdict } from "../../orchestrator/resources/kind";
import type { RunRecord } from "../../orchestrator/run";
import type { World } from "../world";
import type { Incident } from "./incident";
import { DRILL_OUTCOMES, type DrillOutcome } from "./result";
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
  readonly startedBy: "watch" | "sentry" | null;
  /** Virtual time of the alarm that started the run; null when no alarm did. */
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
  const alarm = run?.trigger.type === "alarm" ? run.trigger : null;
  return {
    baton,
    runs,
    run,
    claimedRuns: runs.length,
    outcome: outcomeOf(baton, latest),
    fenceVerdict: worstVerdict(run),
    startedBy: alarm ? startedBy(alarm.alarmArn, names.watchAlarm, names.sentryAlarm) : null,
    alarmAtMs: alarm?.changedAtMs ?? null,
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

function startedBy(alarmArn: string, watchAlarm: string, sentryAlarm: string): "watch" | "sentry" | null {
  if (alarmArn.endsWith(`:alarm:${watchAlarm}`)) return "watch";
  return alarmArn.endsWith(`:alarm:${sentryAlarm}`) ? "sentry" : null;
}
