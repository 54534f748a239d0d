/** Replication as CloudWatch knows it: one datapoint a minute, stamped with the start of its minute. */
import { CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { instanceAt, type RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import { at, clientAt, type Place } from "./client-at";
import type { HandContext } from "./hand";

export interface Sample {
  readonly atMs: number;
  readonly value: number;
}

/** Replication from source to target, each list newest first. */
export interface ReplicationSamples {
  /** `ReplicaLag` of the replica; -1 says that replication has stopped. */
  readonly lagSeconds: readonly Sample[];
  /**
   * `OldestReplicationSlotLag` of the source: bytes of its log that the replica furthest behind has not received. Only
   * PostgreSQL has it; empty otherwise.
   */
  readonly missingBytes: readonly Sample[];
}

export async function readReplication(
  replica: RdsReadReplica,
  context: Pick<HandContext, "runtime" | "workflow" | "source" | "target">,
  fromMs: number,
): Promise<ReplicationSamples> {
  const { source, target } = context;
  const [lagSeconds, missingBytes] = await Promise.all([
    readSamples(at(context, target), instanceAt(replica, target.role).instanceId, "ReplicaLag", fromMs),
    readSamples(at(context, source), instanceAt(replica, source.role).instanceId, "OldestReplicationSlotLag", fromMs),
  ]);
  return { lagSeconds, missingBytes };
}

/** The worst value of each minute. */
async function readSamples(
  place: Place,
  instanceId: string,
  MetricName: string,
  fromMs: number,
): Promise<readonly Sample[]> {
  const Dimensions = [{ Name: "DBInstanceIdentifier", Value: instanceId }];
  const Metric = { Namespace: "AWS/RDS", MetricName, Dimensions };
  const answer = await clientAt(place, CloudWatchClient).send(
    new GetMetricDataCommand({
      StartTime: new Date(fromMs),
      EndTime: new Date(place.runtime.clock.now()),
      ScanBy: "TimestampDescending",
      MetricDataQueries: [{ Id: "samples", MetricStat: { Metric, Period: 60, Stat: "Maximum" } }],
    }),
  );
  const { Timestamps = [], Values = [] } = answer.MetricDataResults?.[0] ?? {};
  return Timestamps.flatMap((moment, index) => {
    const value = Values[index];
    return value === undefined ? [] : [{ atMs: moment.getTime(), value }];
  });
}
