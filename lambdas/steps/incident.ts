/** What the table knows about the incident that a run is about. */
import type { Evidence } from "../../orchestrator/evidence";
import { detectionSeconds } from "../../orchestrator/objectives";
import type { Plan } from "../../orchestrator/plan";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import type { LastSeen, RunRecord } from "../../orchestrator/run";
import type { LastSeenStore } from "../aws/last-seen-store";
import { PERIOD_MS, sampleLag } from "../resources/lag-sample";
import type { Runtime } from "../runtime/runtime";

/** What the sentry last saw of every replica; one that it never saw stands there without a lag, which is not the same as 0. */
export function readReplicasLastSeen(plan: Plan, seen: LastSeenStore): Promise<readonly LastSeen[]> {
  const replicas = resourcesWith(plan, "promote");
  return Promise.all(
    replicas.map(async ({ id }) => (await seen.read(id)) ?? { resourceId: id, seenAtMs: 0, replicaLagSeconds: null }),
  );
}

/** What the sentry last saw of every resource; one that it never saw is missing. */
export async function readLastSeen(plan: Plan, seen: LastSeenStore): Promise<readonly LastSeen[]> {
  const all = await Promise.all(plan.resources.map(({ id }) => seen.read(id)));
  return all.filter((one) => one !== null);
}

/** The run's evidence; none was gathered when every look failed, and none is UNKNOWN from everywhere. */
export function evidenceOf(run: RunRecord | null, nowMs: number): Evidence {
  return run?.evidence ?? { observations: [], gatheredAtMs: nowMs };
}

/** A healthy look older than this before the first sign says that the sentry was silent, not that the outage is older. */
const LARGEST_GAP_MS = 5 * 60_000;

/**
 * Latest moment at which the primary is known to have served: the sentry's last healthy look. An outage measured from here
 * is never shorter than what customers saw. Without a recent look it is the first sign of the outage (the first failed
 * probe, the alarm, or the start of the run, whichever came first) less the longest time that detection takes.
 */
export function lastServedMs(plan: Plan, run: RunRecord, lastSeen: readonly LastSeen[]): number {
  const firstSignMs = firstSignOf(run, lastSeen);
  const healthyLooks = lastSeen.map(({ seenAtMs }) => seenAtMs).filter((atMs) => atMs <= firstSignMs);
  const lastLookMs = Math.max(...healthyLooks, firstSignMs - LARGEST_GAP_MS);
  return healthyLooks.includes(lastLookMs) ? lastLookMs : firstSignMs - detectionSeconds(plan.detection) * 1000;
}

function firstSignOf({ startedAtMs, trigger }: RunRecord, lastSeen: readonly LastSeen[]): number {
  const failedProbes = lastSeen.flatMap(({ unhealthySinceMs }) =>
    unhealthySinceMs === undefined ? [] : [unhealthySinceMs],
  );
  const alarm = trigger.type === "alarm" ? [trigger.changedAtMs] : [];
  // Not the first look that the sentry's own start names: the primary may have served others for long after that.
  return Math.min(startedAtMs, ...alarm, ...failedProbes);
}

/** Latest moment that lies before the incident however long it took to be detected. */
function beforeIncidentMs(plan: Plan, run: RunRecord, lastSeen: readonly LastSeen[]): number {
  return firstSignOf(run, lastSeen) - detectionSeconds(plan.detection) * 1000;
}

/**
 * A sentry that was silent before the incident has left an old lag or none. CloudWatch still knows the one of that time, so it
 * is looked up and kept. Where the sentry was there, its word stands: it may have seen that replication had stopped.
 */
export async function recallLag(runtime: Runtime<unknown>, seen: LastSeenStore, run: RunRecord): Promise<void> {
  const known = await readReplicasLastSeen(runtime.plan, seen);
  const untilMs = beforeIncidentMs(runtime.plan, run, known);
  const forgotten = known.filter(({ seenAtMs }) => untilMs - seenAtMs > LARGEST_GAP_MS);
  await Promise.all(
    resourcesWith(runtime.plan, "promote").map(async (replica) => {
      const last = forgotten.find(({ resourceId }) => resourceId === replica.id);
      // All of the datapoint's minute lies before the incident.
      if (last) await seen.remember({ ...last, ...(await sampleLag(runtime, replica, untilMs - PERIOD_MS)) });
    }),
  );
}
