/** What a described RDS instance says about itself. */
import {
  type DBInstance,
  type DBInstanceStatusInfo,
  DescribeDBInstancesCommand,
  type RDSClient,
} from "@aws-sdk/client-rds";
import { failedAs } from "../aws/failures";

/** The instance, or null when there is none of that name. */
export async function describeInstance(rds: RDSClient, instanceId: string): Promise<DBInstance | null> {
  try {
    const answer = await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: instanceId }));
    return answer.DBInstances?.[0] ?? null;
  } catch (error) {
    if (failedAs(error, "DBInstanceNotFoundFault", "DBInstanceNotFound")) return null;
    throw error;
  }
}

/** States out of which an instance does not come by waiting. */
const STUCK = /^(failed|deleting|deleted|stopped|stopping|storage-full|restore-error|incompatible-|inaccessible-)/;

/** States in which an instance serves as usual while AWS works on it in the background. */
const SERVING = ["available", "storage-optimization", "backing-up", "configuring-enhanced-monitoring"];

export function statusOf(instance: DBInstance): string {
  return instance.DBInstanceStatus ?? "unknown";
}

export function isStuck(instance: DBInstance): boolean {
  return STUCK.test(statusOf(instance));
}

export function isReplica(instance: DBInstance): boolean {
  return instance.ReadReplicaSourceDBInstanceIdentifier !== undefined;
}

/** `modifying` with Multi-AZ still pending is the conversion that promotion asks for: the writer stays available. */
export function isServing(instance: DBInstance): boolean {
  const status = statusOf(instance);
  const isConverting = status === "modifying" && instance.PendingModifiedValues?.MultiAZ === true;
  return SERVING.includes(status) || isConverting;
}

/** States in which AWS promotes a replica; any other is waited out, `backing-up` for as long as the backup takes (aws-facts: RDS). */
const PROMOTABLE = ["available", "storage-optimization"];

export function isPromotable(instance: DBInstance): boolean {
  return PROMOTABLE.includes(statusOf(instance));
}

/** AWS refuses what an instance in its present state cannot do; it may be able to in a moment. */
export function isRefusedForNow(error: unknown): boolean {
  return failedAs(error, "InvalidDBInstanceStateFault", "InvalidDBInstanceState");
}

/** False when AWS refuses what is asked for at this moment. */
export async function acceptedNow(request: Promise<unknown>): Promise<boolean> {
  try {
    await request;
    return true;
  } catch (error) {
    if (isRefusedForNow(error)) return false;
    throw error;
  }
}

/** Whether one instance is a replica of the other; across Regions a source is named by its ARN. */
export function isReplicaOf(instance: DBInstance, source: DBInstance): boolean {
  return isReplica(instance) && instance.ReadReplicaSourceDBInstanceIdentifier === source.DBInstanceArn;
}

/** What RDS says of the stream into a replica; undefined where it says nothing. */
export function streamInto({ StatusInfos = [] }: DBInstance): DBInstanceStatusInfo | undefined {
  return StatusInfos.find(({ StatusType }) => StatusType === "read replication");
}

/** Whether RDS says that the stream into a replica runs, now. */
export function isReplicating(instance: DBInstance): boolean {
  const stream = streamInto(instance);
  return stream?.Normal === true && stream.Status === "replicating";
}
