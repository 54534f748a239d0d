/** What the table knows about the incident that a run is about. */
import type { Evidence } from "../../orchestrator/evidence";
import type { Plan } from "../../orchestrator/plan";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import type { LastSeen, RunRecord } from "../../orchestrator/run";
import type { LastSeenStore } from "../aws/last-seen-store";

/** What the sentry last saw of every replica; one that it never saw stands there without a lag, which is not the same as 0. */
export function readReplicasLastSeen(plan: Plan, seen: LastSeenStore): Promise<readonly LastSeen[]> {
  const replicas = resourcesWith(plan, "promote");
  return Promise.all(
    replicas.map(async ({ id }) => (await seen.read(id)) ?? { resourceId: id, seenAtMs: 0, replicaLagSeconds: null }),
  );
}

/** The run's evidence; none was gathered when every look failed, and none is UNKNOWN from everywhere. */
export function evidenceOf(run: RunRecord | null, nowMs: number): Evidence {
  return run?.evidence ?? { observations: [], gatheredAtMs: nowMs };
}

/** First sign of the outage: a failed probe of the sentry, the alarm, or the start of the run, whichever came first. */
export function firstSignMs(run: RunRecord, lastSeen: readonly LastSeen[]): number {
  const failedProbes = lastSeen.flatMap(({ unhealthySinceMs }) =>
    unhealthySinceMs === undefined ? [] : [unhealthySinceMs],
  );
  const alarm = run.trigger.type === "alarm" ? [run.trigger.changedAtMs] : [];
  return Math.min(run.startedAtMs, ...alarm, ...failedProbes);
}
