/** What the sentry writes down about the standby's replica: whether it is one, whether it runs, and how far behind it is. */
import { type DBInstance, RDSClient } from "@aws-sdk/client-rds";
import { deployedNames } from "../../orchestrator/names";
import { behindSinceMs, isProtecting } from "../../orchestrator/replica-protection";
import { instanceArn, type RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import type { LastSeen } from "../../orchestrator/run";
import { reportMetric } from "../aws/own-metrics";
import { sampleLag } from "../resources/lag-sample";
import { describeInstance, streamInto } from "../resources/rds-instance";
import { replicates } from "../resources/replica-source";
import type { Runtime } from "../runtime/runtime";

/** An instance that is no replica of the primary's has no lag: its data stands still. When it last was one is kept. */
export async function seeReplica(
  runtime: Runtime<unknown>,
  replica: RdsReadReplica,
  before: LastSeen | null,
): Promise<Partial<LastSeen>> {
  const rds = runtime.clients.get(RDSClient, runtime.plan.regions.standby);
  const instance = await describeInstance(rds, replica.standbyInstanceId);
  const nowMs = runtime.clock.now();
  const wanted = instanceArn(runtime.plan, replica, "primary");
  if (instance !== null && replicates(instance, wanted)) {
    const lag = await sampleLag(runtime, replica, nowMs);
    const isStopped = hasStopped(runtime, instance);
    return { isReplica: true, isStopped, replicaSeenAtMs: nowMs, ...lag, ...judgeLag(runtime, replica, before, lag) };
  }
  const { replicaSeenAtMs } = before ?? {};
  runtime.log.warn(`${replica.standbyInstanceId} is not a replica of ${wanted}.`, { replicaSeenAtMs });
  const none = { isReplica: false, replicaLagSeconds: null } as const;
  const since = judgeLag(runtime, replica, before, none);
  return { ...none, ...since, ...(replicaSeenAtMs !== undefined && { replicaSeenAtMs }) };
}

function hasStopped({ log }: Runtime<unknown>, instance: DBInstance): boolean {
  const { Normal, Status, Message } = streamInto(instance) ?? {};
  if (Normal !== false) return false;
  log.warn(`Replication of ${instance.DBInstanceIdentifier} has stopped: ${Status}.`, { Message });
  return true;
}

function judgeLag(
  { plan, clock, log }: Runtime<unknown>,
  { standbyInstanceId }: RdsReadReplica,
  before: LastSeen | null,
  { replicaLagSeconds: lagSeconds = null }: Pick<LastSeen, "replicaLagSeconds">,
): Pick<LastSeen, "behindSinceMs"> {
  const limitSeconds = plan.policy.largestDataLossSeconds;
  const sinceMs = behindSinceMs(before, { lagSeconds, limitSeconds, nowMs: clock.now() });
  if (sinceMs === undefined) return {};
  log.warn(`${standbyInstanceId} is behind its source.`, { lagSeconds, limitSeconds, sinceMs });
  return { behindSinceMs: sinceMs };
}

/** The alarm on it tells on-call while there is time: what stands alone can only be rebuilt from a living primary. */
export async function reportReplicas(runtime: Runtime<unknown>, found: readonly LastSeen[]): Promise<void> {
  const replicas = found.filter(({ isReplica }) => isReplica !== undefined);
  if (replicas.length === 0) return;
  const unprotected = replicas.filter((replica) => !isProtecting(replica)).length;
  await reportMetric(runtime, deployedNames(runtime.plan).unprotectedMetric, unprotected);
}
