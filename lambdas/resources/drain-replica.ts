/** Waits until the replica of a frozen writer has everything; what counts as proof is told in `drain-proof.ts`. */
import { RDSClient } from "@aws-sdk/client-rds";
import { instanceAt, type RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import { at, clientAt } from "./client-at";
import { proofOfDrain } from "./drain-proof";
import { blocked, done, type Hand, pending } from "./hand";
import { isQuarantined } from "./quarantine-instance";
import { describeInstance, isReplicaOf, isReplicating } from "./rds-instance";
import { readReplication, type Sample } from "./replication-samples";

export const drainReplica: Hand<RdsReadReplica> = async (replica, context) => {
  const { source, target, freezes } = context;
  const writerPart = instanceAt(replica, source.role);
  const name = instanceAt(replica, target.role).instanceId;
  const entry = await freezes.read(replica.id);
  const frozenAtMs = entry?.state === "thawed" ? null : (entry?.frozenAtMs ?? null);
  if (frozenAtMs === null) return blocked(`${writerPart.instanceId} is not frozen by this run.`);
  const [writer, instance] = await Promise.all([
    describeInstance(clientAt(at(context, source), RDSClient), writerPart.instanceId),
    describeInstance(clientAt(at(context, target), RDSClient), name),
  ]);
  if (writer === null || !isQuarantined(writer, writerPart))
    return blocked(`${writerPart.instanceId} is not frozen any more.`);
  if (instance === null || !isReplicaOf(instance, writer))
    return blocked(`${name} is not a replica of the frozen writer.`);
  const samples = await readReplication(replica, context, frozenAtMs - 60_000);
  const proof = proofOfDrain({ frozenAtMs, ...samples, isReplicating: isReplicating(instance) });
  if (proof === null)
    return pending(
      `Nothing proves yet that ${name} has everything: ${describeSamples(samples.lagSeconds, frozenAtMs)}.`,
    );
  if (!(await freezes.drained(replica.id))) return blocked(`${writerPart.instanceId} has been let go meanwhile.`);
  return done(`${name} ${proof}.`);
};

function describeSamples(newestFirst: readonly Sample[], frozenAtMs: number): string {
  const newest = newestFirst.find(({ atMs }) => atMs >= frozenAtMs);
  return newest === undefined
    ? "no datapoint since the freeze"
    : `its newest lag since the freeze is ${newest.value} s`;
}
