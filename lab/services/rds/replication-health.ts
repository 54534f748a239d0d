/** Whether a replica's stream can flow, and what RDS says about it. */
import type { LabContext } from "../../kernel/ports";
import type { DatabaseInstance, Replication } from "./database-instance";
import { hasTooLittleFor } from "./parameter-groups";

/**
 * Severs or resumes a replica's stream after anything changed: the network, its source, the replica itself.
 * @param speed how much faster than it was committed a resumed stream replays its backlog
 */
export function reviewReplication(lab: LabContext, replica: DatabaseInstance, speed?: number): void {
  const { replication } = replica;
  // Once promotion has begun the stream is gone for good, although RDS still shows a replica.
  if (!replication || replica.inheritance) return;
  const wasFlowing = replication.stream.severedAtMs === null;
  const flows = canFlow(lab, replica, replication);
  if (flows === wasFlowing) return;
  if (flows) replication.stream.resume(lab.clock.now(), speed);
  else replication.stream.sever(lab.clock.now());
  lab.journal.record({
    place: replica.region,
    actor: "rds",
    kind: flows ? "replication-resumed" : "replication-severed",
    summary: `Replication from ${replication.source.region} to ${replica.id} ${flows ? "flows again" : "is severed"}.`,
    facts: { instanceId: replica.id },
  });
}

/** Security groups are not asked: a stream across Regions has a channel of RDS's own, whatever the groups admit [est]. */
function canFlow(lab: LabContext, replica: DatabaseInstance, replication: Replication): boolean {
  const { source, isBroken } = replication;
  if (isBroken || !replica.isUp || !source.isUp) return false;
  if (hasTooLittleFor(replica, source)) return false;
  if (lab.network.isDark(replica.region, "rds")) return false;
  return lab.network.canReach(replica.region, source.region, "rds");
}

export interface ReplicationStatus {
  readonly StatusType: "read replication";
  readonly Normal: boolean;
  readonly Status: "replicating" | "error";
  readonly Message?: string;
}

/** A replica that lost its source keeps saying `replicating` until its own timeout [est]. */
export function replicationStatus(replication: Replication, nowMs: number, errorAfterMs: number): ReplicationStatus {
  const { severedAtMs } = replication.stream;
  const isNoticed = severedAtMs !== null && (replication.isBroken || nowMs - severedAtMs >= errorAfterMs);
  if (!isNoticed) return { StatusType: "read replication", Normal: true, Status: "replicating" };
  const Message = "Replication has stopped: could not receive data from the source instance.";
  return { StatusType: "read replication", Normal: false, Status: "error", Message };
}
