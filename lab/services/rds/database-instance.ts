/** One database instance: what it stores, who may connect, and what it is busy with. */
import type { DatabaseConnection, LabContext } from "../../kernel/ports";
import type { InstanceProperties, InstanceSettings } from "./instance-settings";
import { propertiesOf } from "./instance-settings";
import type { ReplicationStream } from "./replication";
import { SecurityGroupMemberships } from "./security-groups";
import { WriteLog } from "./write-log";

/** States out of which an instance does not come by waiting. */
export const STUCK_STATUSES = ["storage-full", "incompatible-parameters"] as const;
export type StuckStatus = (typeof STUCK_STATUSES)[number];

export type InstanceStatus =
  | StuckStatus
  | "creating"
  | "available"
  | "modifying"
  | "storage-optimization"
  | "renaming"
  | "stopped"
  | "rebooting"
  | "backing-up"
  | "deleting"
  | "failed";

/** States in which no database process answers. */
const DOWN: readonly InstanceStatus[] = ["creating", "rebooting", "deleting", "failed", "stopped", ...STUCK_STATUSES];

/** Where a promoted instance's data comes from: the batches of its old source that had arrived when it left. */
export interface Inheritance {
  readonly source: DatabaseInstance;
  readonly batches: number;
  /** What the source had committed by then; all that it commits later is another history. */
  readonly sourceBatches: number;
}

export interface Replication {
  readonly source: DatabaseInstance;
  readonly stream: ReplicationStream;
  /** Broken at the replica (a fault); nothing but its repair resumes the stream. */
  isBroken: boolean;
}

export interface PendingChanges {
  multiAz?: boolean;
  backupRetentionDays?: number;
  /** New name of an instance that is being renamed. */
  id?: string;
}

export class DatabaseInstance {
  /** Every name it has had, the present one last. */
  readonly names: string[];
  readonly log = new WriteLog();
  readonly securityGroups: SecurityGroupMemberships;
  readonly properties: InstanceProperties;
  readonly tags: Map<string, string>;
  readonly replicas: DatabaseInstance[] = [];
  /** Changes under way, or waiting for a maintenance window. */
  readonly pending: PendingChanges = {};
  status: InstanceStatus = "available";
  multiAz: boolean;
  backupRetentionDays: number;
  /** Parameter group that the running database was started with. */
  parametersInForce: string;
  /** Set while the instance is a replica, promotion included; it refuses writes as long. */
  replication: Replication | null = null;
  inheritance: Inheritance | null = null;
  private starts = 0;

  constructor(
    private readonly lab: LabContext,
    readonly region: string,
    settings: InstanceSettings,
    private readonly admits: (securityGroupId: string) => boolean,
  ) {
    this.names = [settings.id];
    this.properties = propertiesOf(settings);
    this.parametersInForce = this.properties.parameterGroup;
    this.tags = new Map(Object.entries(settings.tags ?? {}));
    this.multiAz = settings.multiAz;
    this.backupRetentionDays = settings.backupRetentionDays;
    this.securityGroups = new SecurityGroupMemberships(settings.securityGroupIds);
  }

  get id(): string {
    return this.names.at(-1) ?? "";
  }

  /** Follows the name: a renamed instance has another ARN (aws-facts: RDS). */
  get arn(): string {
    return `arn:aws:rds:${this.region}:${this.lab.accountId}:db:${this.id}`;
  }

  get isUp(): boolean {
    return !DOWN.includes(this.status);
  }

  /** Whether it takes writes of its own: neither a replica nor down nor dark. */
  get isWriting(): boolean {
    return this.answers() && this.replication === null;
  }

  /** Whether a security group in force lets the application in, for a connection opened now. */
  admitsNewConnections(): boolean {
    return this.securityGroups.inForce().some(this.admits);
  }

  /** A connection for the application of the same Region; null when refused or unanswered. */
  connect(): DatabaseConnection | null {
    if (!this.answers() || !this.admitsNewConnections()) return null;
    const openedIn = this.starts;
    const accepts = () => openedIn === this.starts && this.isWriting;
    return { accepts, write: (firstId, count) => accepts() && this.commit(firstId, count) };
  }

  /** Takes the instance down; every established connection ends here, and it comes up with the parameters that it is to have. */
  goDown(): void {
    this.starts += 1;
    this.parametersInForce = this.properties.parameterGroup;
    this.status = "rebooting";
  }

  /** RDS writes a little of its own: an empty batch, which no customer can lose. */
  beat(): void {
    if (this.isWriting) this.commit(0, 0);
  }

  private answers(): boolean {
    return this.isUp && !this.lab.network.isDark(this.region, "rds");
  }

  private commit(firstId: number, count: number): true {
    const committedAtMs = this.lab.clock.now();
    this.log.append({ firstId, count, committedAtMs });
    for (const replica of this.replicas) replica.replication?.stream.sourceCommitted(committedAtMs);
    return true;
  }
}
