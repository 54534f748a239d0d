/** Copies a release into the Region that it was not made in: encrypted with that Region's key, with its tags and its source. */
import { CopyImageCommand, EC2Client, type TagSpecification } from "@aws-sdk/client-ec2";
import type { Release } from "../../orchestrator/images";
import type { AutoScalingGroup } from "../../orchestrator/resources/auto-scaling-group";
import { COPY_TAGS, imageKeyAt } from "../../orchestrator/resources/image-copies";
import { failedAs } from "../aws/failures";
import { clientAt, type Place } from "./client-at";

const HOUR_MS = 3_600_000;
/** EC2's limit for an image's name. */
const LONGEST_NAME = 128;

/** Where a copy goes, what it is a copy of, and which attempt it is. */
export interface CopyOrder {
  readonly place: Place;
  readonly group: AutoScalingGroup;
  readonly release: Release;
  readonly sourceRegion: string;
  readonly attempt: number;
}

/**
 * The copy's ID, or null when another call has begun the same copy already. Two that begin it at one moment are told apart
 * by the client token; later ones by the name, which a Region has once. The token holds the hour, so that a copy that somebody has
 * removed can be made again.
 */
export async function copyImage(order: CopyOrder): Promise<string | null> {
  const { place, group, release, sourceRegion, attempt } = order;
  const { image } = release;
  const hour = Math.floor(place.runtime.clock.now() / HOUR_MS);
  const command = new CopyImageCommand({
    SourceRegion: sourceRegion,
    SourceImageId: image.imageId,
    Name: copyName(image.name, image.imageId, attempt),
    Description: `Copied by Baton from ${image.imageId} in ${sourceRegion}`,
    Encrypted: true,
    // Without a key of the plan's own EC2 takes the Region's default.
    KmsKeyId: imageKeyAt(group, place.side.role) ?? undefined,
    CopyImageTags: true,
    TagSpecifications: tagsOf(order),
    ClientToken: `${image.imageId}-${attempt}-${hour}`,
  });
  try {
    return (await clientAt(place, EC2Client).send(command)).ImageId ?? null;
  } catch (error) {
    if (failedAs(error, "InvalidAMIName.Duplicate")) return null;
    throw error;
  }
}

/** The original's own name may be taken where the copy goes. */
function copyName(name: string, imageId: string, attempt: number): string {
  const suffix = ` (copy ${attempt} of ${imageId})`;
  return `${name.slice(0, LONGEST_NAME - suffix.length)}${suffix}`;
}

/** The snapshots bear the tags as well: they are what allows to remove them with their image. */
function tagsOf({ place, release, sourceRegion }: CopyOrder): TagSpecification[] {
  const Tags = [
    { Key: COPY_TAGS.copiedFrom, Value: `${sourceRegion}/${release.image.imageId}` },
    { Key: COPY_TAGS.application, Value: place.runtime.plan.application },
    { Key: COPY_TAGS.releasedAt, Value: new Date(release.image.releasedAtMs).toISOString() },
  ];
  return [
    { ResourceType: "image", Tags },
    { ResourceType: "snapshot", Tags },
  ];
}
