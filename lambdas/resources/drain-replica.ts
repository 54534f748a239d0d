/** Waits until the replica of a frozen writer has everything; what counts as proof is told in `drain-proof.ts`. */
import { type DBInstance, RDSClient } from "@aws-sdk/client-rds";
import { instanceAt, type RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import { at, clientAt } from "./client-at";
import { proofOfDrain } from "./drain-proof";
import { blocked, done, type Hand, type HandContext, pending } from "./hand";
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
  const drain = await proveDrain(replica, context, { instance, sinceMs: frozenAtMs });
  if ("missing" in drain) return pending(drain.missing);
  if (!(await freezes.drained(replica.id))) return blocked(`${writerPart.instanceId} has been let go meanwhile.`);
  return done(`${name} ${drain.proof}.`);
};

interface Draining {
  /** The replica as it is described now. */
  readonly instance: DBInstance;
  /** Only what was measured from here on counts: the writer is frozen since. */
  readonly sinceMs: number;
}

/** How it is known that the replica has everything, as the end of a sentence; or, as a whole one, that it is not known. */
export async function proveDrain(
  replica: RdsReadReplica,
  context: HandContext,
  { instance, sinceMs }: Draining,
): Promise<{ readonly proof: string } | { readonly missing: string }> {
  const name = instanceAt(replica, context.target.role).instanceId;
  const samples = await readReplication(replica, context, sinceMs - 60_000);
  const proof = proofOfDrain({ frozenAtMs: sinceMs, ...samples, isReplicating: isReplicating(instance) });
  if (proof !== null) return { proof };
  const known = describeSamples(samples.lagSeconds, sinceMs);
  return { missing: `Nothing proves yet that ${name} has everything: ${known}.` };
}

function describeSamples(newestFirst: readonly Sample[], frozenAtMs: number): string {
  const newest = newestFirst.find(({ atMs }) => atMs >= frozenAtMs);
  return newest === undefined
    ? "no datapoint since the freeze"
    : `its newest lag since the freeze is ${newest.value} s`;
}
