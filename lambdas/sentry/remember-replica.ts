/** What the sentry writes down about the standby's replica: whether it is one, and how far behind it is. */
import { RDSClient } from "@aws-sdk/client-rds";
import { deployedNames } from "../../orchestrator/names";
import { instanceArn, type RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import type { LastSeen } from "../../orchestrator/run";
import { reportMetric } from "../aws/own-metrics";
import { sampleLag } from "../resources/lag-sample";
import { describeInstance } from "../resources/rds-instance";
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
    return { isReplica: true, replicaSeenAtMs: nowMs, ...(await sampleLag(runtime, replica, nowMs)) };
  }
  const { replicaSeenAtMs } = before ?? {};
  runtime.log.warn(`${replica.standbyInstanceId} is not a replica of ${wanted}.`, { replicaSeenAtMs });
  return { isReplica: false, replicaLagSeconds: null, ...(replicaSeenAtMs !== undefined && { replicaSeenAtMs }) };
}

/** The alarm on it tells on-call while there is time: what stands alone can only be rebuilt from a living primary. */
export async function reportReplicas(runtime: Runtime<unknown>, found: readonly LastSeen[]): Promise<void> {
  const replicas = found.filter(({ isReplica }) => isReplica !== undefined);
  if (replicas.length === 0) return;
  const others = replicas.filter(({ isReplica }) => !isReplica).length;
  await reportMetric(runtime, deployedNames(runtime.plan).notReplicasMetric, others);
}
