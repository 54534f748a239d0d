/**
 * Building a replica in another Region: a snapshot of the source travels there (`creating`), the instance starts and is
 * backed up (`backing-up`), then it is available. Commits since the snapshot wait at the source and are replayed once the
 * instance is up, faster than they came (aws-facts: RDS; shares and rates [est]).
 */
import type { Timings } from "../../estate/timings";
import type { LabContext } from "../../kernel/ports";
import type { RandomSource } from "../../kernel/random";
import type { DatabaseInstance } from "./database-instance";
import { reviewReplication } from "./replication-health";

export class ReplicaCreations {
  constructor(
    private readonly lab: LabContext,
    private readonly random: RandomSource,
    private readonly timings: Timings,
  ) {}

  /** `replica` is already replicating as far as the source is concerned; nothing flows before it is up. */
  start(replica: DatabaseInstance, source: DatabaseInstance): void {
    const totalSeconds = this.random.logNormal(this.timings.replicaCreationSeconds);
    const { creationCopyingShare, creationBackupShare } = this.timings;
    replica.status = "creating";
    reviewReplication(this.lab, replica);
    this.snapshot(source);
    this.record(replica, "replica-creation-started", `${replica.id} is created as a replica of ${source.arn}.`, {
      plannedSeconds: totalSeconds,
    });
    this.lab.clock.after(totalSeconds * creationCopyingShare * 1000, () => this.copied(replica, source));
    this.lab.clock.after(totalSeconds * (1 - creationBackupShare) * 1000, () => this.begin(replica));
    this.lab.clock.after(totalSeconds * 1000, () => this.finish(replica, totalSeconds));
  }

  /** What is being created can fail; it is described as `failed` and stays so. */
  fail(replica: DatabaseInstance, why: string): void {
    if (replica.status !== "creating") return;
    replica.status = "failed";
    this.record(replica, "replica-creation-failed", `${replica.id} cannot be created: ${why}.`, {});
  }

  /** The source works on while its snapshot is taken, but refuses changes [est]. */
  private snapshot(source: DatabaseInstance): void {
    const { low, high } = this.timings.sourceSnapshotSeconds;
    source.status = "backing-up";
    this.lab.clock.after(this.random.between(low, high) * 1000, () => {
      if (source.status === "backing-up") source.status = "available";
    });
  }

  /** A snapshot whose Region vanishes on the way never arrives [est]. */
  private copied(replica: DatabaseInstance, source: DatabaseInstance): void {
    if (this.lab.network.canReach(replica.region, source.region, "rds")) return;
    this.fail(replica, `its snapshot never arrived from ${source.region}`);
  }

  private begin(replica: DatabaseInstance): void {
    if (replica.status !== "creating") return;
    replica.status = "backing-up";
    reviewReplication(this.lab, replica, this.timings.catchUpSpeed);
  }

  private finish(replica: DatabaseInstance, tookSeconds: number): void {
    if (replica.status !== "backing-up") return;
    replica.status = "available";
    this.record(replica, "replica-created", `${replica.id} is available as a replica.`, { tookSeconds });
  }

  private record(replica: DatabaseInstance, kind: string, summary: string, facts: Record<string, number>): void {
    const known = { instanceId: replica.id, ...facts };
    this.lab.journal.record({ place: replica.region, actor: "rds", kind, summary, facts: known });
  }
}
