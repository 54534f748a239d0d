/** Images of one Region that carry a plan's tag, as `orchestrator/images.ts` judges them. */
import { DescribeImagesCommand, EC2Client, type Image } from "@aws-sdk/client-ec2";
import type { ImageSource, ImageStock, SeenImage } from "../../orchestrator/images";
import type { AutoScalingGroup } from "../../orchestrator/resources/auto-scaling-group";
import { COPY_TAGS } from "../../orchestrator/resources/image-copies";
import { clientAt, type Place } from "./client-at";

/** States that an image can still be launched from, come to, or have failed in; a disabled or deregistered one is none. */
const STATES: Readonly<Record<string, SeenImage["state"]>> = {
  available: "available",
  pending: "pending",
  failed: "failed",
  error: "failed",
};

export async function seeImages(place: Place, { imageTag }: AutoScalingGroup): Promise<ImageStock> {
  const { key, value } = imageTag;
  const answer = await clientAt(place, EC2Client).send(
    new DescribeImagesCommand({ Owners: ["self"], Filters: [{ Name: `tag:${key}`, Values: [value] }] }),
  );
  const { region } = place.side;
  const { application } = place.runtime.plan;
  return { region, images: (answer.Images ?? []).flatMap((image) => seen(image, region, application)) };
}

function seen(image: Image, region: string, application: string): readonly SeenImage[] {
  const { ImageId: imageId, Name: name = "", CreationDate: createdAt = "" } = image;
  const state = STATES[image.State ?? ""];
  if (imageId === undefined || state === undefined) return [];
  const ourSource = sourceInTag(tagOf(image, COPY_TAGS.copiedFrom));
  const releasedAtMs = Date.parse(tagOf(image, COPY_TAGS.releasedAt) ?? createdAt);
  const copyOf = ourSource ?? sourceOf(image, region);
  const isOurs = ourSource !== null && tagOf(image, COPY_TAGS.application) === application;
  return [{ imageId, name, state, releasedAtMs, copyOf, isOurs }];
}

/** EC2's own record: it also knows copies that somebody else made. An image of an instance names the same Region. */
function sourceOf({ SourceImageRegion, SourceImageId }: Image, region: string): ImageSource | null {
  if (!SourceImageRegion || !SourceImageId || SourceImageRegion === region) return null;
  return { region: SourceImageRegion, imageId: SourceImageId };
}

function sourceInTag(copiedFrom: string | undefined): ImageSource | null {
  const [region, imageId] = copiedFrom?.split("/") ?? [];
  return region && imageId ? { region, imageId } : null;
}

function tagOf({ Tags = [] }: Image, key: string): string | undefined {
  return Tags.find(({ Key }) => Key === key)?.Value;
}
