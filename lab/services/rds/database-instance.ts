/** One database instance: what it stores, who may connect, and what it is busy with. */
import type { DatabaseConnection, LabContext } from "../../kernel/ports";
import type { ReplicationStream } from "./replication";
import { SecurityGroupMemberships } from "./security-groups";
import { WriteLog } from "./write-log";

export type InstanceStatus = "available" | "modifying" | "rebooting" | "backing-up";

export interface InstanceSettings {
  readonly id: string;
  readonly securityGroupIds: readonly string[];
  readonly multiAz: boolean;
  readonly backupRetentionDays: number;
}

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
}

export class DatabaseInstance {
  readonly id: string;
  readonly log = new WriteLog();
  readonly securityGroups: SecurityGroupMemberships;
  readonly arn: string;
  readonly replicas: DatabaseInstance[] = [];
  /** Changes under way, or waiting for a maintenance window. */
  readonly pending: PendingChanges = {};
  status: InstanceStatus = "available";
  multiAz: boolean;
  backupRetentionDays: number;
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
    this.id = settings.id;
    this.arn = `arn:aws:rds:${region}:${lab.accountId}:db:${settings.id}`;
    this.multiAz = settings.multiAz;
    this.backupRetentionDays = settings.backupRetentionDays;
    this.securityGroups = new SecurityGroupMemberships(settings.securityGroupIds);
  }

  get isUp(): boolean {
    return this.status !== "rebooting";
  }

  /** Whether a security group in force lets the application in, for a connection opened now. */
  admitsNewConnections(): boolean {
    return this.securityGroups.inForce().some(this.admits);
  }

  /** A connection for the application of the same Region; null when refused or unanswered. */
  connect(): DatabaseConnection | null {
    if (!this.answers() || !this.admitsNewConnections()) return null;
    const openedIn = this.starts;
    const accepts = () => openedIn === this.starts && this.answers() && this.replication === null;
    return { accepts, write: (firstId, count) => accepts() && this.commit(firstId, count) };
  }

  /** Takes the instance down; every established connection ends here. */
  goDown(): void {
    this.starts += 1;
    this.status = "rebooting";
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
