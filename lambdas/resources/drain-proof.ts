/**
 * When a frozen writer's replica has everything.
 *
 * "The lag is 0" cannot be asked of PostgreSQL: its `ReplicaLag` is the age of the last commit that the replica has
 * replayed, so on a source without commits, which a frozen one is, it grows although nothing is missing, up to the five
 * minutes after which RDS's own heartbeat commits (aws-facts: RDS). MySQL's is 0 when the replica waits for its source, but
 * also when what it waits for is still on the way. So one number is never enough; two independent facts must agree.
 *
 * Fact one, from RDS: the replica's stream runs, now. A replica whose stream is broken proves nothing.
 *
 * Fact two, from CloudWatch, out of datapoints whose minute began after the freeze was complete, is one of these. No client
 * has committed anything since the freeze, so whatever arrives after it arrives after every write that was acknowledged:
 * - by time: a replica that replays in commit order and whose last replayed commit is L seconds old at t has every commit
 *   up to t - L. Once t - L lies after the freeze, it has replayed something younger than the last acknowledged write, and so
 *   all of them. (An age that is 0 up to the second needs no heartbeat; it must stand in two datapoints in a row, as MySQL's
 *   may be 0 for a moment while the last of the log is on the way.)
 * - by bytes: the source itself says that no replica is behind in receiving its log: 0 bytes. Promotion replays what was
 *   received before it opens the instance, so received is enough. The lag must be reported as well, and not as stopped.
 *
 * Datapoints are stamped with the start of their minute, so the real moment of looking is never earlier than `atMs`.
 */
import type { Sample } from "./replication-samples";

export interface DrainFacts {
  /** When the last writer was seen to be frozen. */
  readonly frozenAtMs: number;
  /** `ReplicaLag` of the replica in seconds, newest first. */
  readonly lagSeconds: readonly Sample[];
  /** `OldestReplicationSlotLag` of the frozen writer in bytes, newest first; empty where the engine has none. */
  readonly missingBytes: readonly Sample[];
  /** Whether RDS says that the replica's stream runs. */
  readonly isReplicating: boolean;
}

/** How it is known that nothing is missing, as the end of a sentence; null while it is not known. */
export function proofOfDrain({ frozenAtMs, lagSeconds, missingBytes, isReplicating }: DrainFacts): string | null {
  if (!isReplicating) return null;
  const afterFreeze = ({ atMs }: Sample) => atMs >= frozenAtMs;
  const [newest, second] = lagSeconds.filter(afterFreeze);
  if (newest === undefined || newest.value < 0) return null;
  if (newest.value > 0 && replayedUntilMs(newest) >= frozenAtMs) {
    return `has replayed a commit of ${isoTime(replayedUntilMs(newest))}, after the freeze`;
  }
  if (newest.value === 0 && second?.value === 0) return `was 0 s behind in two minutes in a row after the freeze`;
  const [bytes] = missingBytes.filter(afterFreeze);
  if (bytes?.value === 0) return `has received all of the log that its source had at ${isoTime(bytes.atMs)}`;
  return null;
}

/** Moment of commit of what the replica replayed last: everything before it has been replayed, too. */
function replayedUntilMs({ atMs, value }: Sample): number {
  return atMs - value * 1000;
}

function isoTime(atMs: number): string {
  return new Date(atMs).toISOString();
}
