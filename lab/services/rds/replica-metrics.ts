/**
 * What CloudWatch hears of replication, once a minute, under the name that an instance has then: `ReplicaLag` of every replica, and
 * `OldestReplicationSlotLag` of every instance that has replicas (aws-facts: RDS).
 */
import type { LabContext } from "../../kernel/ports";
import type { DatabaseInstance } from "./database-instance";
import type { InstanceBook } from "./instance-book";

const MINUTE_MS = 60_000;
/** Log that one commit takes: a page of it [est]. */
const BYTES_PER_COMMIT = 8192;

export function publishReplication(lab: LabContext, region: string, book: InstanceBook): void {
  const nextMinuteMs = Math.ceil(lab.clock.now() / MINUTE_MS) * MINUTE_MS;
  lab.clock.every(MINUTE_MS, nextMinuteMs, () => {
    if (lab.network.isDark(region, "rds")) return;
    for (const instance of book.list()) publish(lab, region, instance);
  });
}

/** A promoted instance has no lag, and one that is down tells nothing. */
function publish(lab: LabContext, region: string, instance: DatabaseInstance): void {
  if (!instance.isUp) return;
  const nowMs = lab.clock.now();
  const dimensions = { DBInstanceIdentifier: instance.id };
  const put = (name: string, value: number) => lab.metrics.put(region, "AWS/RDS", name, dimensions, value);
  if (!instance.inheritance && instance.replication) put("ReplicaLag", instance.replication.stream.lagSeconds(nowMs));
  const missing = instance.replicas.flatMap(({ inheritance, replication }) =>
    replication?.source === instance && !inheritance ? [replication.stream.missingBatches(nowMs)] : [],
  );
  // What was received is replayed at once here, so a replica that replays late counts as one that receives late: more is missing.
  if (missing.length > 0) put("OldestReplicationSlotLag", Math.max(...missing) * BYTES_PER_COMMIT);
}
