/** What the sentry writes down about a healthy primary. One failing look never spoils the others. */
import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import type { PlannedResource } from "../../orchestrator/plan";
import type { AutoScalingGroup } from "../../orchestrator/resources/auto-scaling-group";
import type { LastSeen } from "../../orchestrator/run";
import { describeFailure } from "../aws/failures";
import type { LastSeenStore } from "../aws/last-seen-store";
import { capacityOf, describeGroup } from "../resources/scaling-group";
import { REMOTE_BUDGET } from "../runtime/budgets";
import type { Runtime } from "../runtime/runtime";
import { reportReplicas, seeReplica } from "./remember-replica";
import { describeWatchAlarm } from "./watch-alarm";

const HEALTH_CHECK_REFRESH_MS = 3_600_000;
/** Longer than any way of detection, short enough to follow the day; the sentry looks once a minute. */
const CAPACITY_WINDOW_MS = 1_800_000;

export async function rememberPrimary(runtime: Runtime<unknown>, seen: LastSeenStore): Promise<void> {
  const found = await Promise.all(runtime.plan.resources.map((resource) => remember(runtime, seen, resource)));
  await reportReplicas(runtime, found.flat());
}

/** What it remembers; nothing when the look failed. */
async function remember(
  runtime: Runtime<unknown>,
  seen: LastSeenStore,
  resource: PlannedResource,
): Promise<readonly LastSeen[]> {
  try {
    const before = await seen.read(resource.id);
    const facts =
      resource.kind === "rdsReadReplica"
        ? await seeReplica(runtime, resource, before)
        : await seeGroup(runtime, resource, before);
    const found = { resourceId: resource.id, seenAtMs: runtime.clock.now(), ...facts };
    await seen.remember(found);
    return [found];
  } catch (error) {
    runtime.log.warn(`${resource.id} could not be looked at: ${describeFailure(error)}`);
    return [];
  }
}

async function seeGroup(
  runtime: Runtime<unknown>,
  group: AutoScalingGroup,
  before: LastSeen | null,
): Promise<Partial<LastSeen>> {
  const autoScaling = runtime.clients.get(AutoScalingClient, runtime.plan.regions.primary, REMOTE_BUDGET);
  const described = await describeGroup(autoScaling, group.primaryGroupName);
  if (described === null) throw new Error(`There is no group ${group.primaryGroupName} in the primary Region.`);
  const nowMs = runtime.clock.now();
  const recent = (before?.capacities ?? []).filter(({ atMs }) => nowMs - atMs < CAPACITY_WINDOW_MS);
  const capacities = [...recent, { atMs: nowMs, instances: capacityOf(described) }];
  return { capacity: Math.max(...capacities.map(({ instances }) => instances)), capacities };
}

/** The ID stands on the alarm that watches the check; it changes only by a deployment. */
export async function rememberHealthCheck(runtime: Runtime<unknown>, seen: LastSeenStore): Promise<void> {
  const nowMs = runtime.clock.now();
  const known = await seen.readHealthCheck();
  if (known !== null && nowMs - known.seenAtMs < HEALTH_CHECK_REFRESH_MS) return;
  try {
    const healthCheckId = await findHealthCheckId(runtime);
    if (healthCheckId !== undefined) await seen.rememberHealthCheck({ healthCheckId, seenAtMs: nowMs });
  } catch (error) {
    runtime.log.warn(`The health check could not be looked up: ${describeFailure(error)}`);
  }
}

async function findHealthCheckId(runtime: Runtime<unknown>): Promise<string | undefined> {
  const alarm = await describeWatchAlarm(runtime);
  return alarm?.Dimensions?.find(({ Name }) => Name === "HealthCheckId")?.Value;
}
