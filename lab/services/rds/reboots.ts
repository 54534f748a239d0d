/** Takes instances down and up again; streams at either end of one follow, and connections to it end. */
import type { Timings } from "../../estate/timings";
import type { LabContext } from "../../kernel/ports";
import type { RandomSource } from "../../kernel/random";
import type { DatabaseInstance } from "./database-instance";
import type { Heartbeats } from "./heartbeat";
import { reviewReplication } from "./replication-health";

export class Reboots {
  constructor(
    private readonly lab: LabContext,
    private readonly random: RandomSource,
    private readonly timings: Timings,
    private readonly heartbeats: Heartbeats,
  ) {}

  start(instance: DatabaseInstance): void {
    const { low, high } = this.timings.rebootSeconds;
    instance.goDown();
    this.reviewStreamsOf(instance);
    this.lab.clock.after(this.random.between(low, high) * 1000, () => this.finish(instance));
    this.record("database-rebooting", `${instance.id} reboots; its connections have ended.`, instance);
  }

  private finish(instance: DatabaseInstance): void {
    instance.status = "available";
    this.heartbeats.begin(instance);
    this.reviewStreamsOf(instance);
    this.record("database-rebooted", `${instance.id} is available again.`, instance);
  }

  private reviewStreamsOf(instance: DatabaseInstance): void {
    // A replica that did not replay while its parameters were too little has a backlog.
    reviewReplication(this.lab, instance, this.timings.catchUpSpeed);
    for (const each of instance.replicas) reviewReplication(this.lab, each);
  }

  private record(kind: string, summary: string, { id, region }: DatabaseInstance): void {
    this.lab.journal.record({ place: region, actor: "rds", kind, summary, facts: { instanceId: id } });
  }
}
