/**
 * Brings a group to its desired capacity the way Auto Scaling does: some seconds late, one activity per instance,
 * silently not at all while the process is suspended, and not successfully without image or capacity (aws-facts: images).
 */
import type { Timings } from "../../estate/timings";
import type { LabContext } from "../../kernel/ports";
import type { RandomSource } from "../../kernel/random";
import type { Ec2Service } from "../ec2/ec2-service";
import type { Elbv2Service } from "../elbv2/elbv2-service";
import type { GroupInstance, ScalingActivity, ScalingGroup, Zone } from "./group";

/** The Region's own services, which launches need. */
export interface Neighbours {
  readonly ec2: Pick<Ec2Service, "launchSource">;
  readonly elbv2: Pick<Elbv2Service, "targetGroup">;
}

/** The load balancer's default interval between two checks of a target. [doc] */
const HEALTH_CHECK_SECONDS = 30;

/** As groups tell of it in public reports of failed launches; of its two sentences the first. */
const QUOTA_REACHED =
  "Could not launch On-Demand Instances. VcpuLimitExceeded - You have requested more vCPU capacity than your current vCPU limit " +
  "allows for the instance bucket that the specified instance type belongs to. Launching EC2 instance failed.";

export class CapacityKeeper {
  /** How many more instances AWS has for the taking; a scenario's handle. */
  launchableInstances = Number.POSITIVE_INFINITY;
  /** Whether the account's quota is what ends them, which no other zone helps against; a scenario's handle. */
  isLimitedByQuota = false;
  /** Zones that have no capacity for anybody; a scenario's handle. */
  readonly exhaustedZones = new Set<Zone>();
  /** Whether instances that start pass their health check; a scenario's handle. */
  instancesTurnHealthy = true;
  private readonly reviews = new Set<ScalingGroup>();

  constructor(
    private readonly lab: LabContext,
    private readonly region: string,
    private readonly random: RandomSource,
    private readonly timings: Timings,
    private readonly neighbours: () => Neighbours,
  ) {}

  /** Something about the group changed: it is looked at some seconds later. */
  review(group: ScalingGroup, afterSeconds = this.between(this.timings.scalingReactionSeconds)): void {
    if (this.reviews.has(group)) return;
    this.reviews.add(group);
    this.lab.clock.after(afterSeconds * 1000, () => {
      this.reviews.delete(group);
      this.reconcile(group);
    });
  }

  /** An instance that was there before anything began. */
  adopt(group: ScalingGroup): void {
    const instance = this.addInstance(
      group,
      this.neighbours().ec2.launchSource(group.template.id, group.template.version).version,
      group.zonesByNeed()[0],
    );
    instance.lifecycle = "InService";
    this.setTargets(group, instance, "healthy");
  }

  private reconcile(group: ScalingGroup): void {
    const running = group.running();
    const missing = group.capacity.desired - running.length;
    if (missing > 0 && !group.suspended.has("Launch")) this.launch(group, missing);
    if (missing < 0 && !group.suspended.has("Terminate")) {
      const pendingFirst = running.sort(
        (left, right) => Number(right.lifecycle === "Pending") - Number(left.lifecycle === "Pending"),
      );
      for (const instance of pendingFirst.slice(0, -missing)) this.terminate(group, instance);
    }
  }

  private launch(group: ScalingGroup, count: number): void {
    for (let launched = 0; launched < count; launched += 1) {
      if (this.launchSomewhere(group)) continue;
      this.review(group, this.timings.failedLaunchRetrySeconds);
      return;
    }
  }

  /** Where a zone has no capacity, the group turns to the next, with a failed activity for each that refused. [doc] */
  private launchSomewhere(group: ScalingGroup): boolean {
    for (const zone of group.zonesByNeed()) {
      const refusal = this.refusal(group, zone);
      if (refusal === null) this.launchOne(group, zone);
      if (refusal === null) return true;
      this.failActivity(group, refusal.message);
      if (refusal.isEverywhere) return false;
    }
    return false;
  }

  private refusal(
    group: ScalingGroup,
    zone: Zone,
  ): { readonly message: string; readonly isEverywhere: boolean } | null {
    const source = this.neighbours().ec2.launchSource(group.template.id, group.template.version);
    if (!source.imageIsAvailable) {
      const message = `The image id '[${source.imageId}]' does not exist. Launching EC2 instance failed.`;
      return { message, isEverywhere: true };
    }
    if (this.launchableInstances > 0 && !this.exhaustedZones.has(zone)) return null;
    if (this.launchableInstances <= 0 && this.isLimitedByQuota) return { message: QUOTA_REACHED, isEverywhere: true };
    const reason =
      "InsufficientInstanceCapacity - We currently do not have sufficient capacity in the Availability Zone you requested";
    const message = `Could not launch On-Demand Instances. ${reason} (${this.region}${zone}). Launching EC2 instance failed.`;
    return { message, isEverywhere: false };
  }

  private launchOne(group: ScalingGroup, zone: Zone): void {
    const { version } = this.neighbours().ec2.launchSource(group.template.id, group.template.version);
    const instance = this.addInstance(group, version, zone);
    const activity = this.startActivity(group, `Launching a new EC2 instance: ${instance.id}`);
    const bootSeconds = this.random.logNormal(this.timings.bootSeconds);
    this.launchableInstances -= 1;
    this.record("instance-launched", `${group.name} launches ${instance.id}.`, {
      ...names(group, instance),
      bootSeconds,
    });
    const inServiceMs = bootSeconds * this.timings.bootPendingShare * 1000;
    this.lab.clock.after(inServiceMs, () => this.enterService(group, instance, activity));
    this.lab.clock.after(bootSeconds * 1000, () => this.concludeHealthCheck(group, instance, bootSeconds));
  }

  private enterService(group: ScalingGroup, instance: GroupInstance, activity: ScalingActivity): void {
    endActivity(activity, instance.lifecycle === "Pending" ? "Successful" : "Failed", this.lab.clock.now());
    if (instance.lifecycle !== "Pending") return;
    instance.lifecycle = "InService";
    if (!group.suspended.has("AddToLoadBalancer")) this.setTargets(group, instance, "initial");
  }

  private concludeHealthCheck(group: ScalingGroup, instance: GroupInstance, bootSeconds: number): void {
    if (instance.lifecycle !== "InService") return;
    const isRegistered = group.targetGroupArns.some((arn) =>
      this.neighbours().elbv2.targetGroup(arn).stateOf(instance.id),
    );
    if (!isRegistered && group.targetGroupArns.length > 0) return;
    this.setTargets(group, instance, this.instancesTurnHealthy ? "healthy" : "unhealthy");
    if (!this.instancesTurnHealthy) {
      this.lab.clock.after(HEALTH_CHECK_SECONDS * 1000, () => this.concludeHealthCheck(group, instance, bootSeconds));
      return;
    }
    this.record("instance-in-service", `${instance.id} is healthy behind its load balancer.`, {
      ...names(group, instance),
      bootSeconds,
    });
  }

  /** The load balancer sends nothing new from this moment; the instance is gone after the deregistration delay. */
  private terminate(group: ScalingGroup, instance: GroupInstance): void {
    const activity = this.startActivity(group, `Terminating EC2 instance: ${instance.id}`);
    const registered = group.targetGroupArns.map((arn) => this.neighbours().elbv2.targetGroup(arn));
    instance.lifecycle = "Terminating";
    for (const target of registered) if (target.stateOf(instance.id)) target.set(instance.id, "draining");
    this.record("instance-terminating", `${group.name} takes ${instance.id} out of service.`, names(group, instance));
    this.lab.clock.after(this.timings.deregistrationSeconds * 1000, () => {
      for (const target of registered) target.remove(instance.id);
      group.instances.delete(instance.id);
      endActivity(activity, "Successful", this.lab.clock.now());
    });
  }

  private addInstance(group: ScalingGroup, templateVersion: number, zone: Zone = "a"): GroupInstance {
    const instance: GroupInstance = { id: `i-${this.random.hex(17)}`, templateVersion, zone, lifecycle: "Pending" };
    group.instances.set(instance.id, instance);
    return instance;
  }

  private setTargets(group: ScalingGroup, { id }: GroupInstance, state: "initial" | "healthy" | "unhealthy"): void {
    for (const arn of group.targetGroupArns) this.neighbours().elbv2.targetGroup(arn).set(id, state);
  }

  private startActivity(group: ScalingGroup, description: string): ScalingActivity {
    const { desired } = group.capacity;
    const activity: ScalingActivity = {
      id: this.random.uuid(),
      description,
      cause: `An instance was started or stopped in response to a difference between desired (${desired}) and actual capacity.`,
      startedAtMs: this.lab.clock.now(),
      endedAtMs: null,
      status: "InProgress",
      message: null,
    };
    group.activities.push(activity);
    return activity;
  }

  private failActivity(group: ScalingGroup, message: string): void {
    const activity = this.startActivity(group, "Launching a new EC2 instance");
    endActivity(activity, "Failed", this.lab.clock.now());
    activity.message = message;
    this.record("launch-failed", `${group.name} cannot launch: ${message}`, { groupName: group.name });
  }

  private record(kind: string, summary: string, facts: Readonly<Record<string, string | number>>): void {
    this.lab.journal.record({ place: this.region, actor: "autoscaling", kind, summary, facts });
  }

  private between({ low, high }: { readonly low: number; readonly high: number }): number {
    return this.random.between(low, high);
  }
}

function endActivity(activity: ScalingActivity, status: "Successful" | "Failed", nowMs: number): void {
  activity.status = status;
  activity.endedAtMs = nowMs;
}

function names(group: ScalingGroup, instance: GroupInstance) {
  return { groupName: group.name, instanceId: instance.id };
}
