/**
 * Whether a replica keeps up with its writer, before anybody is asked to decide. It need not be proven here that nothing is
 * missing (that is the drain's, after the freeze), only that draining will be short.
 */
import { RDSClient } from "@aws-sdk/client-rds";
import { instanceAt, type RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import { at, clientAt } from "./client-at";
import { blocked, done, type Hand, pending } from "./hand";
import { describeInstance, isPromotable, isReplica, isReplicating, isStuck, statusOf } from "./rds-instance";
import { readReplication, type Sample } from "./replication-samples";

const WINDOW_MS = 8 * 60_000;
/** So many minutes in a row must be good: one may be luck. */
const GOOD_MINUTES = 3;

export const catchUpReplica: Hand<RdsReadReplica> = async (replica, context) => {
  const { target, runtime } = context;
  const name = instanceAt(replica, target.role).instanceId;
  const instance = await describeInstance(clientAt(at(context, target), RDSClient), name);
  if (instance === null) return blocked(`There is no replica ${name}.`);
  if (!isReplica(instance)) return blocked(`${name} is not a replica any more.`);
  if (isStuck(instance)) return blocked(`${name} is ${statusOf(instance)}; waiting will not help.`);
  if (!isReplicating(instance)) return pending(`Replication into ${name} does not run.`);
  // Whoever waits for a backup after the freeze does so while nobody can write.
  if (!isPromotable(instance)) return pending(`${name} is ${statusOf(instance)}, and RDS would not promote it.`);
  const { lagSeconds, missingBytes } = await readReplication(replica, context, runtime.clock.now() - WINDOW_MS);
  const largest = runtime.plan.failback.largestCatchUpLagSeconds;
  const [newest] = lagSeconds;
  if (newest === undefined) return pending(`CloudWatch has no lag of ${name} yet.`);
  const facts = { lagSeconds: newest.value, lagSeenAtMs: newest.atMs };
  if (keepsUp(lagSeconds, largest)) return done(`${name} is ${newest.value} s behind and keeps up.`, facts);
  // The lag of an idle PostgreSQL source grows with its silence; the bytes tell silence from work left undone.
  if (keepsUp(missingBytes, 0)) return done(`${name} has received all that its idle source has written.`, facts);
  return pending(`${name} is ${newest.value} s behind; at most ${largest} s are wanted.`, facts);
};

/** -1 is no lag: it says that replication has stopped. */
export function keepsUp(newestFirst: readonly Sample[], largest: number): boolean {
  const newest = newestFirst.slice(0, GOOD_MINUTES);
  return newest.length === GOOD_MINUTES && newest.every(({ value }) => value >= 0 && value <= largest);
}
