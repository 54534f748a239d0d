/**
 * Whether the instance that is to be promoted holds what its source wrote. One that stands alone may have been promoted by
 * hand, months ago: to serve from it would bring back the data of that day, and nothing about the instance itself tells.
 */
import type { DBInstance } from "@aws-sdk/client-rds";
import type { RegionRole } from "../../orchestrator/baton";
import { instanceArn, instanceAt, type RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import type { HandContext } from "./hand";
import { isReplica } from "./rds-instance";

/** Why it cannot stand in for its source, in one sentence; null where it is the replica that the plan means. */
export async function troubleWithSource(
  replica: RdsReadReplica,
  instance: DBInstance,
  { runtime, source, target, seen }: Pick<HandContext, "runtime" | "source" | "target" | "seen">,
): Promise<string | null> {
  const name = instanceAt(replica, target.role).instanceId;
  const wanted = instanceArn(runtime.plan, replica, source.role);
  if (replicates(instance, wanted)) return null;
  const ended = await dataEnd(replica, target.role, seen);
  const actual = instance.ReadReplicaSourceDBInstanceIdentifier;
  const fact = isReplica(instance) ? `replicates from ${actual}` : "stands alone";
  return (
    `${name} is not a replica of ${wanted}: it ${fact}, and its data ends at ${ended}. ` +
    "What was written since would be lost"
  );
}

/** Across Regions a source is named by its ARN. */
export function replicates({ ReadReplicaSourceDBInstanceIdentifier }: DBInstance, sourceArn: string): boolean {
  return ReadReplicaSourceDBInstanceIdentifier === sourceArn;
}

/** The sentry watches the standby's replica, and knows when it last was one. */
async function dataEnd({ id }: RdsReadReplica, role: RegionRole, seen: HandContext["seen"]): Promise<string> {
  const { replicaSeenAtMs } = (role === "standby" && (await seen.read(id))) || {};
  return replicaSeenAtMs === undefined ? "an unknown time" : new Date(replicaSeenAtMs).toISOString();
}
