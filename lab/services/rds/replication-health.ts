/** Whether a replica's stream can flow, and what RDS says about it. */
import type { LabContext } from "../../kernel/ports";
import type { DatabaseInstance, Replication } from "./database-instance";

/** Severs or resumes a replica's stream after anything changed: the network, its source, the replica itself. */
export function reviewReplication(lab: LabContext, replica: DatabaseInstance): void {
  const { replication } = replica;
  // Once promotion has begun the stream is gone for good, although RDS still shows a replica.
  if (!replication || replica.inheritance) return;
  const wasFlowing = replication.stream.severedAtMs === null;
  const flows = canFlow(lab, replica, replication, wasFlowing);
  if (flows === wasFlowing) return;
  if (flows) replication.stream.resume(lab.clock.now());
  else replication.stream.sever(lab.clock.now());
  lab.journal.record({
    place: replica.region,
    actor: "rds",
    kind: flows ? "replication-resumed" : "replication-severed",
    summary: `Replication from ${replication.source.region} to ${replica.id} ${flows ? "flows again" : "is severed"}.`,
    facts: { instanceId: replica.id },
  });
}

/** An established stream survives a security group change; a new one is refused like any connection. */
function canFlow(
  lab: LabContext,
  replica: DatabaseInstance,
  replication: Replication,
  isEstablished: boolean,
): boolean {
  const { source, isBroken } = replication;
  if (isBroken || !replica.isUp || !source.isUp) return false;
  if (lab.network.isDark(replica.region, "rds")) return false;
  if (!lab.network.canReach(replica.region, source.region, "rds")) return false;
  return isEstablished || source.admitsNewConnections();
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
