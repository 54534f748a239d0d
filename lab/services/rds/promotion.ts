/**
 * `PromoteReadReplica`: replication ends at the call, then the instance is modifying, reboots and is available: minutes.
 * It cannot be undone; the new writer is single-AZ and keeps backups for a day unless told (aws-facts: RDS).
 */
import type { Timings } from "../../estate/timings";
import type { LabContext } from "../../kernel/ports";
import type { RandomSource } from "../../kernel/random";
import { AwsError } from "../../kernel/service";
import type { DatabaseInstance, Replication } from "./database-instance";

export class Promotions {
  /** What goes on with each promotion that hangs; null while none does. */
  private hanging: (() => void)[] | null = null;

  constructor(
    private readonly lab: LabContext,
    private random: RandomSource,
    private readonly timings: Timings,
    private readonly onPromoted: (instance: DatabaseInstance) => void,
  ) {}

  start(replica: DatabaseInstance, backupRetentionDays: number): void {
    const { replication } = replica;
    if (!replication) throw invalidState(`DB Instance ${replica.id} is not a read replica.`);
    if (replica.status !== "available") {
      throw invalidState(
        `DB Instance ${replica.id} is in ${replica.status} state; it must be available to be promoted.`,
      );
    }
    const totalSeconds = this.random.logNormal(this.timings.promotionSeconds);
    const modifyingMs = totalSeconds * this.timings.promotionModifyingShare * 1000;
    this.fork(replica, replication, totalSeconds);
    replica.status = "modifying";
    const goOn = () => {
      this.lab.clock.after(modifyingMs, () => replica.goDown());
      this.lab.clock.after(totalSeconds * 1000, () => this.finish(replica, backupRetentionDays, totalSeconds));
    };
    if (this.hanging) this.hanging.push(goOn);
    else goOn();
  }

  /** For comparisons: how long promotions take no longer depends on what else has been drawn. */
  drawFrom(random: RandomSource): void {
    this.random = random;
  }

  /** Promotions that begin from now on stay `modifying`, as some do until AWS's support has looked at them; a scenario's handle. */
  hang(): void {
    this.hanging ??= [];
  }

  /** What hangs takes its time from here on. */
  goOn(): void {
    const waiting = this.hanging ?? [];
    this.hanging = null;
    for (const goOn of waiting) goOn();
  }

  /** From here on the two instances' histories part. */
  private fork(replica: DatabaseInstance, { source, stream }: Replication, plannedSeconds: number): void {
    const forkedAtMs = this.lab.clock.now();
    const batches = stream.appliedBatches(forkedAtMs);
    stream.sever(forkedAtMs);
    replica.inheritance = { source, batches, sourceBatches: source.log.batches.length };
    this.lab.journal.record({
      place: replica.region,
      actor: "rds",
      kind: "promotion-started",
      summary: `${replica.id} leaves replication and is promoted.`,
      facts: {
        instanceId: replica.id,
        plannedSeconds,
        unreplicatedWrites: source.log.countFrom(batches),
        oldestUnreplicatedAtMs: source.log.oldestFrom(batches),
      },
    });
  }

  private finish(replica: DatabaseInstance, backupRetentionDays: number, tookSeconds: number): void {
    replica.status = "available";
    replica.replication = null;
    replica.backupRetentionDays = backupRetentionDays;
    replica.multiAz = false;
    this.lab.journal.record({
      place: replica.region,
      actor: "rds",
      kind: "promotion-finished",
      summary: `${replica.id} is available as a writer of its own.`,
      facts: { instanceId: replica.id, tookSeconds },
    });
    this.onPromoted(replica);
  }
}

export function invalidState(message: string): AwsError {
  return new AwsError("InvalidDBInstanceState", message);
}
