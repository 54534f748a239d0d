/** How the images of the plan's groups stand at the end of a drill, as the lab knows it. */
import type { RegionRole } from "../../orchestrator/baton";
import type { AutoScalingGroup } from "../../orchestrator/resources/auto-scaling-group";
import { groupAt } from "../../orchestrator/resources/auto-scaling-group";
import { COPY_TAGS, imageKeyAt } from "../../orchestrator/resources/image-copies";
import { type MachineImage, tagValues } from "../services/ec2/images";
import type { World } from "../world";

export interface GroupImages {
  readonly resourceId: string;
  readonly role: RegionRole;
  /** Why a move to the Region could not launch the newest release as the plan wants it; null where it could. */
  readonly problem: string | null;
  readonly ourCopies: number;
}

const ROLES = ["primary", "standby"] as const;

export function groupImages(world: World): GroupImages[] {
  const groups = world.plan.resources.filter((resource) => resource.kind === "autoScalingGroup");
  return groups.flatMap((group) =>
    ROLES.map((role) => ({
      resourceId: group.id,
      role,
      problem: problemAt(world, group, role),
      ourCopies: imagesAt(world, role).filter(({ tags }) => tagValues(tags, COPY_TAGS.copiedFrom).length > 0).length,
    })),
  );
}

function problemAt(world: World, group: AutoScalingGroup, role: RegionRole): string | null {
  const newest = newestRelease(world, group);
  if (!newest) return "there is no release";
  const available = taggedAt(world, group, role).filter(({ state }) => state === "available");
  const found = available.find((image) => image === newest || image.copiedFrom?.imageId === newest.id);
  if (!found) return `it has no image of ${newest.name}`;
  const key = imageKeyAt(group, role);
  if (found.snapshot.kmsKeyId !== (key ?? undefined)) return `${found.id} is not encrypted with the plan's key`;
  const hasVersion = found === newest || templateLaunches(world, group, role, found.id);
  return hasVersion ? null : `no template version launches ${found.id}`;
}

/** By when it was made, wherever that was. */
function newestRelease(world: World, group: AutoScalingGroup): MachineImage | undefined {
  const originals = ROLES.flatMap((role) => taggedAt(world, group, role)).filter(({ copiedFrom }) => !copiedFrom);
  return [...originals].sort((left, right) => right.createdAtMs - left.createdAtMs)[0];
}

function taggedAt(world: World, { imageTag }: AutoScalingGroup, role: RegionRole): readonly MachineImage[] {
  return imagesAt(world, role).filter(({ tags }) => tagValues(tags, imageTag.key).includes(imageTag.value));
}

function imagesAt(world: World, role: RegionRole): readonly MachineImage[] {
  return world.inRegion(world.plan.regions[role]).ec2.images.list();
}

function templateLaunches(world: World, group: AutoScalingGroup, role: RegionRole, imageId: string): boolean {
  const { ec2 } = world.inRegion(world.plan.regions[role]);
  const filter = { Filters: [{ Name: "image-id", Values: [imageId] }] };
  return ec2.template(groupAt(group, role).launchTemplateId, undefined).describeVersions(filter).length > 0;
}
