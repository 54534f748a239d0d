/** Auto Scaling groups, launch templates and images that a plan names: serving in the primary Region, resting in the standby. */
import type { RegionRole } from "../../orchestrator/baton";
import type { Plan, ResourceOfKind } from "../../orchestrator/plan";
import { imageKeyAt } from "../../orchestrator/resources/image-copies";
import type { LabContext } from "../kernel/ports";
import type { RegionalServices, ServicePair } from "./regional-services";
import type { EstateSettings } from "./settings";

const DAY_MS = 86_400_000;
/** What the user's pipeline needs for a copy [est]. */
const COPIED_AFTER_MS = 900_000;

export function createGroups(lab: LabContext, plan: Plan, services: ServicePair, settings: EstateSettings): void {
  for (const { autoscaling, ec2, elbv2 } of [services.primary, services.standby]) autoscaling.connect({ ec2, elbv2 });
  const regions = new Map([services.primary, services.standby].map(({ ec2 }) => [ec2.region, ec2]));
  for (const { ec2 } of [services.primary, services.standby]) ec2.connect(regions);
  for (const resource of plan.resources) {
    if (resource.kind !== "autoScalingGroup") continue;
    const images = addReleases(lab, services, resource);
    createPrimary(services.primary, resource, images.primary, settings);
    createStandby(services.standby, resource, images.standby, settings);
  }
}

function createPrimary(
  services: RegionalServices,
  resource: ResourceOfKind<"autoScalingGroup">,
  { current }: Releases,
  { primaryCapacity }: EstateSettings,
): void {
  const id = resource.primaryLaunchTemplateId;
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
  services: RegionalServices,
  resource: ResourceOfKind<"autoScalingGroup">,
  { previous }: Releases,
  { standbyCapacity }: EstateSettings,
): void {
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
    template: { id, name, version: "1" },
    targetGroupArns: [resource.standbyTargetGroupArn],
  });
}

/** A group that no load balancer of the plan leads to may have targets all the same. */
function addTargetGroup({ elbv2 }: RegionalServices, arn: string): void {
  if (!elbv2.hasTargetGroup(arn)) elbv2.addTargetGroup(arn, null);
}

/** IDs of the two newest releases in one Region. */
interface Releases {
  readonly previous: string;
  readonly current: string;
}

/** Made in the primary Region, and copied to the standby by the user's own pipeline before Baton came. */
function addReleases(
  lab: LabContext,
  services: ServicePair,
  resource: ResourceOfKind<"autoScalingGroup">,
): Readonly<Record<RegionRole, Releases>> {
  addImageKeys(services, resource);
  const previous = addRelease(services, resource, 1, lab.clock.now() - 14 * DAY_MS);
  const current = addRelease(services, resource, 2, lab.clock.now() - 2 * DAY_MS);
  return {
    primary: { previous: previous.primary, current: current.primary },
    standby: { previous: previous.standby, current: current.standby },
  };
}

/** Image IDs by Region. */
function addRelease(
  { primary, standby }: ServicePair,
  resource: ResourceOfKind<"autoScalingGroup">,
  number: number,
  madeAtMs: number,
): Readonly<Record<RegionRole, string>> {
  const name = `${resource.id}-release-${number}`;
  const tags = imageTags(resource);
  const original = primary.ec2.addImage(name, madeAtMs, tags, keyAt(resource, "primary"));
  const copiedFrom = { region: primary.ec2.region, imageId: original.id };
  const extras = { copiedFrom, ...keyAt(resource, "standby") };
  const copy = standby.ec2.addImage(name, madeAtMs + COPIED_AFTER_MS, tags, extras);
  return { primary: original.id, standby: copy.id };
}

export function imageTags({ imageTag }: ResourceOfKind<"autoScalingGroup">) {
  return [{ Key: imageTag.key, Value: imageTag.value }];
}

function addImageKeys(services: ServicePair, resource: ResourceOfKind<"autoScalingGroup">): void {
  for (const role of ["primary", "standby"] as const) {
    const key = imageKeyAt(resource, role);
    if (key !== null) services[role].ec2.copies.kmsKeys.add(key);
  }
}

/** Where the plan names no key, the user does not encrypt. */
function keyAt(resource: ResourceOfKind<"autoScalingGroup">, role: RegionRole) {
  const kmsKeyId = imageKeyAt(resource, role);
  return kmsKeyId === null ? {} : { kmsKeyId };
}
