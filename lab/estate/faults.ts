/** What can go wrong inside the estate, for scenarios. Faults of the network are the network's own. */
import type { RegionRole } from "../../orchestrator/baton";
import type { LabContext } from "../kernel/ports";
import type { Zone } from "../services/autoscaling/group";
import { type DatabaseInstance, STUCK_STATUSES, type StuckStatus } from "../services/rds/database-instance";
import type { Application } from "./application";
import type { PlannedDatabase } from "./databases";
import type { ServicePair } from "./regional-services";

export class EstateFaults {
  constructor(
    private readonly lab: LabContext,
    private readonly application: Application,
    private readonly databases: readonly PlannedDatabase[],
    private readonly services: ServicePair,
    private readonly standbyGroupNames: readonly string[],
  ) {}

  /** Every answer of the application in a Region is 503, although instances and load balancer look fine. */
  breakApplication(role: RegionRole): void {
    this.application.broken.add(role);
    this.record("application-down", `The application answers 503 in the ${role} Region.`);
  }

  mendApplication(role: RegionRole): void {
    this.application.broken.delete(role);
    this.record("application-up", `The application works again in the ${role} Region.`);
  }

  /** Nothing behind a Region's load balancer answers its checks, although Auto Scaling has every instance in service. */
  failTargets(role: RegionRole): void {
    this.services[role].elbv2.failChecks(true);
    this.record("targets-unhealthy", `Every target in the ${role} Region fails its load balancer's checks.`);
  }

  mendTargets(role: RegionRole): void {
    this.services[role].elbv2.failChecks(false);
    this.record("targets-healthy-again", `Targets in the ${role} Region pass their checks again.`);
  }

  /** Replication stops at the replicas of a Region and says so; nothing more arrives until it is mended. */
  breakReplication(role: RegionRole = "standby"): void {
    this.setBroken(role, true);
    this.record("replication-broken", `Replication stops at the replicas in the ${role} Region.`);
  }

  mendReplication(role: RegionRole = "standby"): void {
    this.setBroken(role, false);
    this.record("replication-mended", `Replication to the ${role} Region may go on.`);
  }

  /** Nothing can be put into quarantine in a Region any more. */
  loseQuarantineGroups(role: RegionRole): void {
    const { rds } = this.services[role];
    for (const database of this.databases) rds.forgetSecurityGroup(database.quarantineAt(role));
    this.record("quarantine-groups-lost", `The quarantine security groups of the ${role} Region are gone.`);
  }

  /** Made anew by a person, without an inbound rule, and named in the plan: under the old ID, because a night deploys no plan twice. */
  private restoreQuarantineGroups(role: RegionRole): void {
    const { rds } = this.services[role];
    for (const database of this.databases) rds.addSecurityGroup(database.quarantineAt(role), { admits: false });
  }

  /** Replicas that are being created in a Region never come up. */
  failReplicaCreation(role: RegionRole): void {
    const replicas = this.instancesAt(role);
    for (const replica of replicas) this.services[role].rds.creations.fail(replica, "RDS gives up");
    this.record("replica-creation-broken", `RDS cannot create replicas in the ${role} Region.`);
  }

  /** Replicas in the standby fall behind, second by second, until they are this late, and stay so; 0 lets them catch up. */
  lagReplication(seconds: number): void {
    for (const replica of this.instancesAt("standby")) {
      replica.replication?.stream.stall(this.lab.clock.now(), seconds * 1000);
    }
    if (seconds === 0) this.record("replication-lag-over", "Replicas may catch up again.");
    else this.record("replication-lag", `Replicas fall behind by ${seconds} s.`);
  }

  /** A backup of every replica is running: promotion is refused meanwhile. */
  backUpReplicas(seconds: number): void {
    for (const { id } of this.instancesAt("standby")) this.services.standby.rds.backUp(id, seconds);
    this.record("backup-running", `A backup of the replicas runs for ${seconds} s.`);
  }

  /** Every image in the standby Region has been deregistered. */
  loseStandbyImages(): void {
    const { ec2 } = this.services.standby;
    for (const { id } of ec2.images.list()) ec2.images.deregister(id);
    this.record("images-lost", "The standby Region's images are gone.");
  }

  /** AWS has only this many more instances in the standby Region. */
  limitStandbyCapacity(instances: number): void {
    this.services.standby.autoscaling.keeper.launchableInstances = instances;
    this.record("capacity-limited", `The standby Region has ${instances} more instances to give.`);
  }

  /** The account's quota in the standby Region allows only this many more instances. */
  reachStandbyQuota(instances: number): void {
    const { keeper } = this.services.standby.autoscaling;
    keeper.launchableInstances = instances;
    keeper.isLimitedByQuota = true;
    this.record("quota-reached", `The quota of the standby Region allows ${instances} more instances.`);
  }

  /** Instances that start in the standby Region from now on never pass their health check. */
  failStandbyHealthChecks(): void {
    this.services.standby.autoscaling.keeper.instancesTurnHealthy = false;
    this.record("instances-never-healthy", "New instances in the standby Region never become healthy.");
  }

  mendStandbyHealthChecks(): void {
    this.services.standby.autoscaling.keeper.instancesTurnHealthy = true;
    this.record("instances-healthy-again", "Instances in the standby Region pass their health checks again.");
  }

  restoreStandbyCapacity(): void {
    const { keeper } = this.services.standby.autoscaling;
    keeper.launchableInstances = Number.POSITIVE_INFINITY;
    keeper.isLimitedByQuota = false;
    this.record("capacity-back", "The standby Region has instances again.");
  }

  /** One zone of the standby Region has nothing to give. */
  exhaustStandbyZone(zone: Zone): void {
    this.services.standby.autoscaling.keeper.exhaustedZones.add(zone);
    this.record("zone-exhausted", `Zone ${zone} of the standby Region has no capacity.`);
  }

  /** Somebody's release is being rolled out in the standby, and goes on for as long as anybody looks. */
  refreshStandbyGroups(): void {
    for (const name of this.standbyGroupNames) this.services.standby.autoscaling.group(name).isRefreshing = true;
    this.record(
      "instance-refresh",
      "An instance refresh with a desired configuration is active in the standby's groups.",
    );
  }

  /** The groups of a Region grow or shrink with the customers, as their scaling policies say. */
  scaleGroups(role: RegionRole, instances: number): void {
    this.services[role].autoscaling.scaleAll(instances);
    this.record("groups-scaled", `The groups of the ${role} Region are scaled to ${instances} instances.`);
  }

  /** Somebody has suspended a process of the standby's groups and forgotten it. */
  suspendStandbyProcess(process: string): void {
    for (const name of this.standbyGroupNames) this.services.standby.autoscaling.group(name).suspended.add(process);
    this.record("process-suspended", `${process} is suspended in the standby's groups.`);
  }

  /** What runs of the databases of a Region gets into a state out of which only a person brings it. */
  getDatabasesStuck(role: RegionRole, status: StuckStatus): void {
    for (const instance of this.instancesAt(role)) if (instance.isUp) instance.status = status;
    this.reviewStreams();
    this.record("database-stuck", `The ${role}'s databases are ${status}.`);
  }

  mendDatabases(role: RegionRole): void {
    const stuck = this.instancesAt(role).filter(({ status }) => STUCK_STATUSES.some((each) => each === status));
    for (const instance of stuck) instance.status = "available";
    this.reviewStreams();
    this.record("database-mended", `The ${role}'s databases are available again.`);
  }

  /**
   * Somebody promotes every replica of the standby outside of any run. It belongs to no move, so that the primary goes on
   * rightly, and none of what the copy holds counts as kept: the harsher reading of how old it is.
   */
  promoteReplicas(): void {
    for (const instance of this.instancesAt("standby")) {
      this.services.standby.rds.promotions.start(instance, 1);
      instance.inheritance = null;
    }
    this.record("replicas-promoted-by-hand", "Somebody promotes the standby's replicas by hand.");
  }

  /** Somebody lets clients into the databases of a Region again that are in quarantine, and tells no run. */
  letClientsIn(role: RegionRole): void {
    const { rds } = this.services[role];
    for (const instance of this.instancesAt(role)) if (!instance.admitsNewConnections()) rds.letClientsIn(instance);
    this.record("clients-let-in-by-hand", `Somebody lets clients into the databases of the ${role} Region again.`);
  }

  /** Promotions begin and do not end. */
  hangPromotions(): void {
    this.services.standby.rds.promotions.hang();
    this.record("promotions-hang", "Promotions in the standby Region do not end.");
  }

  mendPromotions(): void {
    this.services.standby.rds.promotions.goOn();
    this.record("promotions-end-again", "Promotions in the standby Region end again.");
  }

  /** Everything of the estate that a fault above has touched is as it should be. */
  mendAll(): void {
    for (const role of ["primary", "standby"] as const) {
      this.mendApplication(role);
      this.mendTargets(role);
      this.mendReplication(role);
      this.mendDatabases(role);
      this.restoreQuarantineGroups(role);
    }
    this.lagReplication(0);
    this.mendPromotions();
    this.mendStandbyHealthChecks();
    this.restoreStandbyCapacity();
    this.services.standby.autoscaling.keeper.exhaustedZones.clear();
    for (const name of this.standbyGroupNames) this.services.standby.autoscaling.group(name).isRefreshing = false;
  }

  /** An instance may be the replica of a stream, or its source in the other Region. */
  private reviewStreams(): void {
    for (const role of ["primary", "standby"] as const) this.services[role].rds.reviewReplicas();
  }

  private setBroken(role: RegionRole, isBroken: boolean): void {
    for (const { replication } of this.instancesAt(role)) if (replication) replication.isBroken = isBroken;
    this.services[role].rds.reviewReplicas();
  }

  private instancesAt(role: RegionRole): readonly DatabaseInstance[] {
    return this.databases.flatMap((database) => database.at(role) ?? []);
  }

  private record(kind: string, summary: string): void {
    this.lab.journal.record({ place: "internet", actor: "fault", kind, summary });
  }
}
