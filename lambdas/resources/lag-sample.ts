/** The replication lag of the standby's replica as CloudWatch knows it, with the time of its datapoint. */
import { CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import type { RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import type { LastSeen } from "../../orchestrator/run";
import type { Runtime } from "../runtime/runtime";

export const PERIOD_MS = 60_000;
/** From the end of a minute until its datapoint can be read [est]. */
const DELIVERY_MS = 30_000;
/** A datapoint is stamped with the start of its minute; of those, two may be missing. Older is not known. */
const LARGEST_AGE_MS = PERIOD_MS + 2 * PERIOD_MS + DELIVERY_MS;

/** The newest that could be there, not after `untilMs`: -1 (replication has stopped) and a missing datapoint are no lag at all. */
export async function sampleLag(
  runtime: Runtime<unknown>,
  { standbyInstanceId }: RdsReadReplica,
  untilMs: number,
): Promise<Pick<LastSeen, "replicaLagSeconds" | "lagSampledAtMs">> {
  const cloudWatch = runtime.clients.get(CloudWatchClient, runtime.plan.regions.standby);
  const Metric = {
    Namespace: "AWS/RDS",
    MetricName: "ReplicaLag",
    Dimensions: [{ Name: "DBInstanceIdentifier", Value: standbyInstanceId }],
  };
  const answer = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(untilMs - LARGEST_AGE_MS),
      EndTime: new Date(untilMs),
      ScanBy: "TimestampDescending",
      MetricDataQueries: [{ Id: "lag", MetricStat: { Metric, Period: PERIOD_MS / 1000, Stat: "Maximum" } }],
    }),
  );
  const { Values = [], Timestamps = [] } = answer.MetricDataResults?.[0] ?? {};
  const [lagSeconds] = Values;
  const sampledAtMs = Timestamps[0]?.getTime();
  if (lagSeconds === undefined || lagSeconds < 0 || sampledAtMs === undefined) return { replicaLagSeconds: null };
  // CloudWatch takes whole minutes: what lies before the window is too old all the same.
  if (sampledAtMs < untilMs - LARGEST_AGE_MS) return { replicaLagSeconds: null };
  return { replicaLagSeconds: lagSeconds, lagSampledAtMs: sampledAtMs };
}
