/**
 * Backups of instances. One runs whenever an instance begins to keep any: after a promotion, or once its retention is no longer
 * 0 (aws-facts: RDS). The instance works on meanwhile, but refuses to be promoted, modified or copied [est: modified, copied].
 */
import type { Timings } from "../../estate/timings";
import type { LabContext } from "../../kernel/ports";
import type { RandomSource } from "../../kernel/random";
import type { DatabaseInstance } from "./database-instance";
import { invalidState } from "./promotion";

export class Backups {
  constructor(
    private readonly lab: LabContext,
    private readonly random: RandomSource,
    private readonly timings: Timings,
  ) {}

  /** The first one: all of the data, so that it takes long. At once, so that nothing fits in before it [est]. */
  beginKeeping(instance: DatabaseInstance): void {
    if (instance.backupRetentionDays === 0) return;
    this.run(instance, this.random.logNormal(this.timings.firstBackupSeconds));
  }

  /** @throws AwsError when the instance is busy */
  run(instance: DatabaseInstance, seconds: number): void {
    if (instance.status !== "available") {
      throw invalidState(`DB instance ${instance.id} is in ${instance.status} state.`);
    }
    instance.status = "backing-up";
    this.record("backup-started", `A backup of ${instance.id} begins.`, instance);
    this.lab.clock.after(seconds * 1000, () => this.finish(instance));
  }

  /** Whatever else has become of the instance meanwhile stays. */
  private finish(instance: DatabaseInstance): void {
    if (instance.status !== "backing-up") return;
    instance.status = "available";
    this.record("backup-finished", `The backup of ${instance.id} is done.`, instance);
  }

  private record(kind: string, summary: string, { id, region }: DatabaseInstance): void {
    this.lab.journal.record({ place: region, actor: "rds", kind, summary, facts: { instanceId: id } });
  }
}
