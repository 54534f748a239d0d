/** `ReplicaLag` of every replica of one Region, once a minute, under the name that the replica has then. */
import type { LabContext } from "../../kernel/ports";
import type { DatabaseInstance } from "./database-instance";
import type { InstanceBook } from "./instance-book";

const MINUTE_MS = 60_000;

export function publishReplicaLag(lab: LabContext, region: string, book: InstanceBook): void {
  const nextMinuteMs = Math.ceil(lab.clock.now() / MINUTE_MS) * MINUTE_MS;
  lab.clock.every(MINUTE_MS, nextMinuteMs, () => {
    for (const instance of book.list()) publish(lab, region, instance);
  });
}

/** A promoted instance has no lag, one that is down tells none, and a dark Region publishes nothing. */
function publish(lab: LabContext, region: string, { id, inheritance, replication, isUp }: DatabaseInstance): void {
  if (inheritance || !replication || !isUp || lab.network.isDark(region, "rds")) return;
  const lagSeconds = replication.stream.lagSeconds(lab.clock.now());
  lab.metrics.put(region, "AWS/RDS", "ReplicaLag", { DBInstanceIdentifier: id }, lagSeconds);
}
