/** `DeleteDBInstance`, as far as a person needs it who clears away a replica that failed. */
import type { DeleteDBInstanceMessage } from "@aws-sdk/client-rds";
import type { Timings } from "../../estate/timings";
import type { LabContext } from "../../kernel/ports";
import type { RandomSource } from "../../kernel/random";
import { AwsError } from "../../kernel/service";
import type { DatabaseInstance } from "./database-instance";
import type { InstanceBook } from "./instance-book";
import { invalidState } from "./promotion";

export class Deletions {
  constructor(
    private readonly lab: LabContext,
    private readonly random: RandomSource,
    private readonly timings: Timings,
    private readonly book: InstanceBook,
  ) {}

  /** Of a replica no final snapshot can be taken [doc]. Anything but a replica is not modelled: nobody should. */
  start(instance: DatabaseInstance, { SkipFinalSnapshot }: DeleteDBInstanceMessage): void {
    if (instance.properties.isDeletionProtected) {
      const message = "Cannot delete protected DB Instance, please disable deletion protection and try again.";
      throw new AwsError("InvalidParameterCombination", message);
    }
    if (!instance.replication) throw new AwsError("InvalidParameterValue", "The lab deletes replicas only.");
    if (SkipFinalSnapshot !== true) {
      throw new AwsError("InvalidParameterCombination", "FinalDBSnapshotIdentifier cannot be specified for a replica.");
    }
    if (instance.status === "deleting") throw invalidState(`Instance ${instance.id} is already being deleted.`);
    instance.status = "deleting";
    const { low, high } = this.timings.rebootSeconds;
    // It takes minutes, a few reboots long [est].
    this.lab.clock.after(3 * this.random.between(low, high) * 1000, () => this.finish(instance));
  }

  private finish(instance: DatabaseInstance): void {
    const { replication } = instance;
    if (replication) {
      const { replicas } = replication.source;
      replicas.splice(replicas.indexOf(instance), 1);
    }
    this.book.remove(instance);
    this.lab.journal.record({
      place: instance.region,
      actor: "rds",
      kind: "database-deleted",
      summary: `${instance.id} is deleted.`,
      facts: { instanceId: instance.id },
    });
  }
}
