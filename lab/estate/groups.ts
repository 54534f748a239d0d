/** Auto Scaling groups, launch templates and images that a plan names: serving in the primary Region, resting in the standby. */
import type { Plan, ResourceOfKind } from "../../orchestrator/plan";
import type { LabContext } from "../kernel/ports";
import type { RegionalServices, ServicePair } from "./regional-services";
import type { EstateSettings } from "./settings";

const DAY_MS = 86_400_000;

export function createGroups(lab: LabContext, plan: Plan, services: ServicePair, settings: EstateSettings): void {
  for (const { autoscaling, ec2, elbv2 } of [services.primary, services.standby]) autoscaling.connect({ ec2, elbv2 });
  const regions = new Map([services.primary, services.standby].map(({ ec2 }) => [ec2.region, ec2]));
  for (const { ec2 } of [services.primary, services.standby]) ec2.connect(regions);
  for (const resource of plan.resources) {
    if (resource.kind !== "autoScalingGroup") continue;
    createPrimary(lab, services.primary, resource, settings);
    createStandby(lab, services.standby, resource, settings);
  }
}

function createPrimary(
  lab: LabContext,
  services: RegionalServices,
  resource: ResourceOfKind<"autoScalingGroup">,
  { primaryCapacity }: EstateSettings,
): void {
  const id = resource.primaryLaunchTemplateId;
  const { current } = addReleases(lab, services, resource);
  services.ec2.addTemplate(id, resource.primaryGroupName, { ImageId: current, InstanceType: "c7g.large" });
  addTargetGroup(services, resource.primaryTargetGroupArn);
  services.autoscaling.addGroup({
    name: resource.primaryGroupName,
    capacity: { min: 2, max: 2 * primaryCapacity, desired: primaryCapacity },
    template: { id, name: resource.primaryGroupName, version: "1" },
    targetGroupArns: [resource.primaryTargetGroupArn],
  });
}

/** The standby's template still names the release before last: a failover that trusts it serves old code. */
function createStandby(
  lab: LabContext,
  services: RegionalServices,
  resource: ResourceOfKind<"autoScalingGroup">,
  { standbyCapacity }: EstateSettings,
): void {
  const { previous } = addReleases(lab, services, resource);
  const name = resource.standbyGroupName;
  const id = resource.standbyLaunchTemplateId;
  const { instanceRoleArn } = resource;
  const profile = instanceRoleArn && { Arn: services.ec2.addInstanceProfile(name, instanceRoleArn) };
  const data = {
    ImageId: previous,
    InstanceType: "c7g.large" as const,
    ...(profile && { IamInstanceProfile: profile }),
  };
  services.ec2.addTemplate(id, name, data);
  addTargetGroup(services, resource.standbyTargetGroupArn);
  services.autoscaling.addGroup({
    name,
    capacity: { min: standbyCapacity, max: resource.largestCapacity, desired: standbyCapacity },
    template: { id, name, version: "$Latest" },
    targetGroupArns: [resource.standbyTargetGroupArn],
  });
}

/** A group that no load balancer of the plan leads to may have targets all the same. */
function addTargetGroup({ elbv2 }: RegionalServices, arn: string): void {
  if (!elbv2.hasTargetGroup(arn)) elbv2.addTargetGroup(arn, null);
}

/** The two newest releases, both tagged as the plan says. */
function addReleases(lab: LabContext, { ec2 }: RegionalServices, resource: ResourceOfKind<"autoScalingGroup">) {
  const { key, value } = resource.imageTag;
  const tags = [{ Key: key, Value: value }];
  const nowMs = lab.clock.now();
  const previous = ec2.addImage(`${resource.id}-release-1`, nowMs - 14 * DAY_MS, tags).id;
  const current = ec2.addImage(`${resource.id}-release-2`, nowMs - 2 * DAY_MS, tags).id;
  return { previous, current };
}
