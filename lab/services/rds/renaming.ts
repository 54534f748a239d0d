/**
 * Renaming an instance: for a while it is `renaming` and works on under its old name; then the name, the endpoint and the
 * ARN are others, the old name is free, and the instance reboots. Replication goes on after the reboot, whichever end was
 * renamed (aws-facts: RDS; durations [est]).
 */
import type { Timings } from "../../estate/timings";
import type { LabContext } from "../../kernel/ports";
import type { RandomSource } from "../../kernel/random";
import type { DatabaseInstance } from "./database-instance";
import { assertName, type InstanceBook } from "./instance-book";

export class Renamings {
  constructor(
    private readonly lab: LabContext,
    private readonly random: RandomSource,
    private readonly timings: Timings,
    private readonly book: InstanceBook,
    private readonly reboot: (instance: DatabaseInstance) => void,
  ) {}

  /** Throws what AWS says to a name that is malformed or taken. */
  judge(newId: string): void {
    assertName(newId);
    this.book.refuseTaken(newId);
  }

  start(instance: DatabaseInstance, newId: string): void {
    const { low, high } = this.timings.renameSeconds;
    instance.pending.id = newId;
    instance.status = "renaming";
    this.lab.clock.after(this.random.between(low, high) * 1000, () => this.finish(instance, newId));
  }

  private finish(instance: DatabaseInstance, newId: string): void {
    const oldId = instance.id;
    this.book.rename(instance, newId);
    delete instance.pending.id;
    this.lab.journal.record({
      place: instance.region,
      actor: "rds",
      kind: "database-renamed",
      summary: `${oldId} is called ${newId} now.`,
      facts: { instanceId: newId, oldId },
    });
    this.reboot(instance);
  }
}
