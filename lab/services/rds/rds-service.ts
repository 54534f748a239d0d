/** Amazon RDS in one Region: PostgreSQL instances and cross-Region replicas (aws-facts: RDS read replicas). */
import type {
  AddTagsToResourceMessage,
  CreateDBInstanceReadReplicaMessage,
  DBInstance,
  DBInstanceMessage,
  DeleteDBInstanceMessage,
  DescribeDBInstancesMessage,
  ListTagsForResourceMessage,
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
import { StaleViews } from "../platform/stale-views";
import { Backups } from "./backups";
import { DatabaseInstance } from "./database-instance";
import { Deletions } from "./deletion";
import { describeInstance } from "./describe-instance";
import { Heartbeats } from "./heartbeat";
import { InstanceBook, nameOf, notFound } from "./instance-book";
import type { InstanceSettings } from "./instance-settings";
import { Modifications } from "./modification";
import { ParameterGroups } from "./parameter-groups";
import { invalidState, Promotions } from "./promotion";
import { Reboots } from "./reboots";
import { Renamings } from "./renaming";
import { ReplicaCreations } from "./replica-creation";
import { publishReplication } from "./replica-metrics";
import { judgeSource, replicaSettings, sourceRegion } from "./replica-request";
import { ReplicationStream } from "./replication";
import { replicationDelay } from "./replication-delay";
import { reviewReplication } from "./replication-health";
import { setTags, Tagging } from "./tagging";

export class RdsService implements ServiceModel, Provisions {
  /** Databases are the user's own; no stack of Baton creates any. */
  readonly provisioners = {};
  readonly book = new InstanceBook();
  readonly creations: ReplicaCreations;
  /** What instances of this Region may be attached to, besides security groups. */
  readonly subnetGroups = new Set(["default"]);
  readonly parameterGroups: ParameterGroups;
  readonly kmsKeys = new Set<string>();
  private readonly securityGroups = new Map<string, { readonly admits: boolean }>();
  private readonly random: RandomSource;
  readonly promotions: Promotions;
  private readonly modifications: Modifications;
  private readonly backups: Backups;
  private readonly heartbeats: Heartbeats;
  private readonly reboots: Reboots;
  private readonly staleViews: StaleViews<DBInstance>;
  private readonly deletions: Deletions;
  private readonly tagging = new Tagging(this.book);
  private regions: ReadonlyMap<string, RdsService> = new Map();

  private readonly operations = {
    DescribeDBInstances: (input: DescribeDBInstancesMessage) => this.describe(input),
    PromoteReadReplica: (input: PromoteReadReplicaMessage) => this.promote(input),
    ModifyDBInstance: (input: ModifyDBInstanceMessage) => this.modify(input),
    RebootDBInstance: (input: RebootDBInstanceMessage) => this.reboot(input),
    CreateDBInstanceReadReplica: (input: CreateDBInstanceReadReplicaMessage) => this.createReplica(input),
    DeleteDBInstance: (input: DeleteDBInstanceMessage) => this.delete(input),
    AddTagsToResource: (input: AddTagsToResourceMessage) => this.tagging.add(input),
    ListTagsForResource: (input: ListTagsForResourceMessage) => this.tagging.list(input),
  };

  constructor(
    private readonly lab: LabContext,
    readonly region: string,
    private readonly timings: Timings = DEFAULT_TIMINGS,
  ) {
    this.random = lab.random.fork(`rds ${region}`);
    const ownWork = lab.random.fork(`rds ${region} own work`);
    this.heartbeats = new Heartbeats(lab, ownWork, timings);
    const reboots = new Reboots(lab, this.random, timings, this.heartbeats);
    this.reboots = reboots;
    const descriptions = lab.random.fork(`rds ${region} descriptions`);
    this.staleViews = new StaleViews(lab, descriptions, timings.descriptionDelaySeconds);
    this.creations = new ReplicaCreations(lab, ownWork, timings);
    this.backups = new Backups(lab, lab.random.fork(`rds ${region} backups`), timings);
    this.promotions = new Promotions(lab, this.random, timings, (instance) => this.beginWriting(instance));
    const renamings = new Renamings(lab, ownWork, timings, this.book, (instance) => reboots.start(instance));
    const parameters = lab.random.fork(`rds ${region} parameter groups`);
    this.parameterGroups = new ParameterGroups(lab, parameters, timings);
    const knowsGroup = (id: string) => this.securityGroups.has(id);
    this.modifications = new Modifications(
      lab,
      this.random,
      timings,
      knowsGroup,
      renamings,
      this.backups,
      this.parameterGroups,
    );
    this.deletions = new Deletions(lab, ownWork, timings, this.book);
    publishReplication(lab, region, this.book);
    lab.network.onChange(() => this.reviewReplicas());
  }

  handle(call: ApiCall): unknown {
    return perform(this.operations, call);
  }

  /** Makes the other Regions known, for replicas of what is there. */
  connect(regions: ReadonlyMap<string, RdsService>): void {
    this.regions = regions;
  }

  /** Makes a security group known; one that admits nobody is a quarantine. */
  addSecurityGroup(id: string, { admits }: { readonly admits: boolean }): void {
    this.securityGroups.set(id, { admits });
  }

  /** Only one that no instance is in can be deleted. */
  forgetSecurityGroup(id: string): void {
    this.securityGroups.delete(id);
  }

  /** Somebody puts an instance into a group that lets clients in, as the console does it. */
  letClientsIn(instance: DatabaseInstance): void {
    const groupIds = [...this.securityGroups].filter(([, { admits }]) => admits).map(([id]) => id);
    const VpcSecurityGroupIds = groupIds.slice(0, 1);
    this.modify({ DBInstanceIdentifier: instance.id, VpcSecurityGroupIds, ApplyImmediately: true });
  }

  addInstance(settings: InstanceSettings): DatabaseInstance {
    const admits = (groupId: string) => this.securityGroups.get(groupId)?.admits ?? false;
    const instance = new DatabaseInstance(this.lab, this.region, settings, admits);
    this.book.add(instance);
    this.heartbeats.goOn(instance);
    return instance;
  }

  /** A replica that already holds all that its source, in whichever Region, has committed. */
  addReplica(settings: InstanceSettings, source: DatabaseInstance): DatabaseInstance {
    const replica = this.addInstance(settings);
    const delay = replicationDelay(this.lab, this.random, this.timings);
    const stream = new ReplicationStream(source.log, this.lab.clock.now(), delay);
    replica.replication = { source, stream, isBroken: false };
    source.replicas.push(replica);
    return replica;
  }

  /** The instance of that name, for those who stand outside the API. Throws when there is none. */
  instance(id: string): DatabaseInstance {
    return this.book.get(id);
  }

  /** A backup runs: the instance works on, but cannot be promoted or modified (aws-facts: RDS). */
  backUp(id: string, seconds: number): void {
    this.backups.run(this.instance(id), seconds);
  }

  /** Severs or resumes every stream that ends in this Region, as things stand now. */
  reviewReplicas(): void {
    for (const instance of this.book.list()) reviewReplication(this.lab, instance);
  }

  private describe({ DBInstanceIdentifier: id, Filters }: DescribeDBInstancesMessage): DBInstanceMessage {
    if (Filters?.length) throw new AwsError("InvalidParameterValue", "The lab does not model filters of DB instances.");
    const names = id ? [nameOf(id)] : this.book.list().map((instance) => instance.id);
    const seen = names.map((name) => this.look(name));
    if (id && seen[0] === null) throw notFound(id);
    return { DBInstances: seen.filter((view) => view !== null) };
  }

  /** Null: such an instance is not seen yet. */
  private look(name: string): DBInstance | null {
    const stale = this.staleViews.find(name);
    return stale === undefined ? this.show(this.instance(name)) : stale;
  }

  /** Performs a change that descriptions will show only later. */
  private change(name: string, perform: () => void): void {
    const view = this.book.find(name) ? this.look(name) : null;
    perform();
    this.staleViews.keep(name, view);
  }

  private beginWriting(instance: DatabaseInstance): void {
    this.heartbeats.begin(instance);
    this.backups.beginKeeping(instance);
  }

  private promote(input: PromoteReadReplicaMessage) {
    const replica = this.instance(nameOf(input.DBInstanceIdentifier));
    this.change(replica.id, () => this.promotions.start(replica, input.BackupRetentionPeriod ?? 1));
    return { DBInstance: this.show(replica) };
  }

  private modify(input: ModifyDBInstanceMessage) {
    const instance = this.instance(nameOf(input.DBInstanceIdentifier));
    this.change(instance.id, () => this.modifications.start(instance, input));
    return { DBInstance: this.show(instance) };
  }

  private reboot(input: RebootDBInstanceMessage) {
    const instance = this.instance(nameOf(input.DBInstanceIdentifier));
    if (instance.status !== "available")
      throw invalidState(`DB instance ${instance.id} is in ${instance.status} state.`);
    this.change(instance.id, () => this.reboots.start(instance));
    return { DBInstance: this.show(instance) };
  }

  private delete(input: DeleteDBInstanceMessage) {
    const instance = this.instance(nameOf(input.DBInstanceIdentifier));
    this.deletions.start(instance, input);
    return { DBInstance: this.show(instance) };
  }

  private createReplica(input: CreateDBInstanceReadReplicaMessage) {
    const source = this.sourceOf(input);
    const { subnetGroups, parameterGroups, kmsKeys } = this;
    const known = { securityGroups: new Set(this.securityGroups.keys()), subnetGroups, parameterGroups, kmsKeys };
    const settings = replicaSettings(this.region, input, source, known);
    this.book.refuseTaken(settings.id);
    judgeSource(source);
    this.staleViews.keep(settings.id, null);
    const replica = this.addReplica(settings, source);
    setTags(replica, input.Tags ?? []);
    this.creations.start(replica, source);
    return { DBInstance: this.show(replica) };
  }

  /** RDS asks the source's Region itself, and cannot while that is out of reach. */
  private sourceOf(input: CreateDBInstanceReadReplicaMessage): DatabaseInstance {
    const region = sourceRegion(input);
    const there = this.regions.get(region);
    if (!there || region === this.region) throw new AwsError("InvalidParameterValue", `No source in ${region}.`);
    if (!this.lab.network.canReach(this.region, region, "rds")) {
      throw new AwsError("InternalFailure", `The source's Region ${region} does not answer.`, 500);
    }
    return there.instance(nameOf(input.SourceDBInstanceIdentifier));
  }

  private show(instance: DatabaseInstance) {
    return describeInstance(instance, this.lab.clock.now(), this.timings.replicationErrorAfterSeconds * 1000);
  }
}
