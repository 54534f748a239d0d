/** Amazon RDS in one Region: PostgreSQL instances and cross-Region replicas (aws-facts: RDS read replicas). */
import type {
  DBInstanceMessage,
  DescribeDBInstancesMessage,
  ModifyDBInstanceMessage,
  PromoteReadReplicaMessage,
  RebootDBInstanceMessage,
} from "@aws-sdk/client-rds";
import { DEFAULT_TIMINGS, type Timings } from "../../estate/timings";
import { perform } from "../../kernel/operations";
import type { LabContext } from "../../kernel/ports";
import type { Provisions } from "../../kernel/provision";
import type { RandomSource } from "../../kernel/random";
import { type ApiCall, AwsError, type ServiceModel } from "../../kernel/service";
import { DatabaseInstance, type InstanceSettings } from "./database-instance";
import { describeInstance } from "./describe-instance";
import { Modifications } from "./modification";
import { invalidState, Promotions } from "./promotion";
import { ReplicationStream } from "./replication";
import { reviewReplication } from "./replication-health";

const MINUTE_MS = 60_000;

export class RdsService implements ServiceModel, Provisions {
  /** Databases are the user's own; no stack of Baton creates any. */
  readonly provisioners = {};
  private readonly instances = new Map<string, DatabaseInstance>();
  private readonly securityGroups = new Map<string, { readonly admits: boolean }>();
  private readonly random: RandomSource;
  private readonly promotions: Promotions;
  private readonly modifications: Modifications;

  private readonly operations = {
    DescribeDBInstances: (input: DescribeDBInstancesMessage) => this.describe(input),
    PromoteReadReplica: (input: PromoteReadReplicaMessage) => this.promote(input),
    ModifyDBInstance: (input: ModifyDBInstanceMessage) => this.modify(input),
    RebootDBInstance: (input: RebootDBInstanceMessage) => this.reboot(input),
  };

  constructor(
    private readonly lab: LabContext,
    readonly region: string,
    private readonly timings: Timings = DEFAULT_TIMINGS,
  ) {
    this.random = lab.random.fork(`rds ${region}`);
    this.promotions = new Promotions(lab, this.random, timings);
    this.modifications = new Modifications(lab, this.random, timings, (id) => this.securityGroups.has(id));
    lab.network.onChange(() => this.reviewReplicas());
  }

  handle(call: ApiCall): unknown {
    return perform(this.operations, call);
  }

  /** Makes a security group known; one that admits nobody is a quarantine. */
  addSecurityGroup(id: string, { admits }: { readonly admits: boolean }): void {
    this.securityGroups.set(id, { admits });
  }

  addInstance(settings: InstanceSettings): DatabaseInstance {
    const admits = (groupId: string) => this.securityGroups.get(groupId)?.admits ?? false;
    const instance = new DatabaseInstance(this.lab, this.region, settings, admits);
    this.instances.set(instance.id, instance);
    return instance;
  }

  /** A replica that already holds all that its source, in whichever Region, has committed. Publishes `ReplicaLag` every minute. */
  addReplica(settings: InstanceSettings, source: DatabaseInstance): DatabaseInstance {
    const replica = this.addInstance(settings);
    const stream = new ReplicationStream(source.log, this.lab.clock.now(), this.delays());
    replica.replication = { source, stream, isBroken: false };
    source.replicas.push(replica);
    const nextMinuteMs = Math.ceil(this.lab.clock.now() / MINUTE_MS) * MINUTE_MS;
    this.lab.clock.every(MINUTE_MS, nextMinuteMs, () => this.publishLag(replica));
    return replica;
  }

  /** The instance of that name, for those who stand outside the API. Throws when there is none. */
  instance(id: string): DatabaseInstance {
    const instance = this.instances.get(id);
    if (!instance) throw new AwsError("DBInstanceNotFound", `DBInstance ${id} not found.`, 404);
    return instance;
  }

  /** A backup runs: the instance works on, but cannot be promoted or modified (aws-facts: RDS). */
  backUp(id: string, seconds: number): void {
    const instance = this.instance(id);
    if (instance.status !== "available") throw invalidState(`DB instance ${id} is in ${instance.status} state.`);
    instance.status = "backing-up";
    this.lab.clock.after(seconds * 1000, () => {
      instance.status = "available";
    });
  }

  /** Severs or resumes every stream that ends in this Region, as things stand now. */
  reviewReplicas(): void {
    for (const instance of this.instances.values()) reviewReplication(this.lab, instance);
  }

  /** Replication delay in milliseconds as it is now; drawn anew every few seconds. */
  private delays(): () => number {
    let delayMs = 0;
    let heldUntilMs = 0;
    return () => {
      const nowMs = this.lab.clock.now();
      if (nowMs < heldUntilMs) return delayMs;
      delayMs = this.random.logNormal(this.timings.replicationDelaySeconds) * 1000;
      heldUntilMs = nowMs + this.timings.replicationDelayHeldSeconds * 1000;
      return delayMs;
    };
  }

  private describe({ DBInstanceIdentifier: id, Filters }: DescribeDBInstancesMessage): DBInstanceMessage {
    if (Filters?.length) throw new AwsError("InvalidParameterValue", "The lab does not model filters of DB instances.");
    const found = id ? [this.instance(nameOf(id))] : [...this.instances.values()];
    return { DBInstances: found.map((instance) => this.show(instance)) };
  }

  private promote(input: PromoteReadReplicaMessage) {
    const replica = this.instance(nameOf(input.DBInstanceIdentifier));
    this.promotions.start(replica, input.BackupRetentionPeriod ?? 1);
    return { DBInstance: this.show(replica) };
  }

  private modify(input: ModifyDBInstanceMessage) {
    const instance = this.instance(nameOf(input.DBInstanceIdentifier));
    this.modifications.start(instance, input);
    return { DBInstance: this.show(instance) };
  }

  private reboot(input: RebootDBInstanceMessage) {
    const instance = this.instance(nameOf(input.DBInstanceIdentifier));
    if (instance.status !== "available")
      throw invalidState(`DB instance ${instance.id} is in ${instance.status} state.`);
    const { low, high } = this.timings.rebootSeconds;
    instance.goDown();
    this.reviewStreamsOf(instance);
    this.lab.clock.after(this.random.between(low, high) * 1000, () => this.finishReboot(instance));
    this.record("database-rebooting", `${instance.id} reboots; its connections have ended.`, instance);
    return { DBInstance: this.show(instance) };
  }

  private finishReboot(instance: DatabaseInstance): void {
    instance.status = "available";
    this.reviewStreamsOf(instance);
    this.record("database-rebooted", `${instance.id} is available again.`, instance);
  }

  private reviewStreamsOf(instance: DatabaseInstance): void {
    for (const each of [instance, ...instance.replicas]) reviewReplication(this.lab, each);
  }

  private publishLag(replica: DatabaseInstance): void {
    // A promoted instance has no lag; a dark Region publishes nothing.
    if (replica.inheritance || !replica.replication || this.lab.network.isDark(this.region, "rds")) return;
    const lagSeconds = replica.replication.stream.lagSeconds(this.lab.clock.now());
    this.lab.metrics.put(this.region, "AWS/RDS", "ReplicaLag", { DBInstanceIdentifier: replica.id }, lagSeconds);
  }

  private show(instance: DatabaseInstance) {
    return describeInstance(instance, this.lab.clock.now(), this.timings.replicationErrorAfterSeconds * 1000);
  }

  private record(kind: string, summary: string, { id }: DatabaseInstance): void {
    this.lab.journal.record({ place: this.region, actor: "rds", kind, summary, facts: { instanceId: id } });
  }
}

/** Operations take an instance by its name, in any case, or by its ARN. */
function nameOf(identifier: string | undefined): string {
  if (!identifier)
    throw new AwsError("MissingParameter", "The request must contain the parameter DBInstanceIdentifier.");
  return identifier.slice(identifier.lastIndexOf(":") + 1).toLowerCase();
}
