/** Machine images of one Region, and how they are found. */
import type { DescribeImagesRequest, Filter, Image, Tag } from "@aws-sdk/client-ec2";
import { AwsError } from "../../kernel/service";

export type ImageState = "pending" | "available" | "failed";

export interface MachineImage {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly createdAtMs: number;
  readonly tags: readonly Tag[];
  state: ImageState;
}

/** What a filter compares; anything else is refused, because ignoring a filter would find too much. */
function comparedValues(image: MachineImage, filterName: string): readonly string[] {
  if (filterName.startsWith("tag:")) return tagValues(image, filterName.slice("tag:".length));
  if (filterName === "tag-key") return image.tags.map((tag) => tag.Key ?? "");
  if (filterName === "state") return [image.state];
  if (filterName === "name") return [image.name];
  if (filterName === "image-id") return [image.id];
  throw new AwsError("InvalidParameterValue", `The filter '${filterName}' is invalid`);
}

function tagValues(image: MachineImage, key: string): readonly string[] {
  return image.tags.filter((tag) => tag.Key === key).map((tag) => tag.Value ?? "");
}

function passes(image: MachineImage, { Name = "", Values = [] }: Filter): boolean {
  return comparedValues(image, Name).some((value) => Values.includes(value));
}

export class Images {
  private readonly images = new Map<string, MachineImage>();

  add(image: MachineImage): void {
    this.images.set(image.id, image);
  }

  /** Gone from every answer; launches of it fail from now on. */
  deregister(id: string): void {
    this.images.delete(id);
  }

  find(id: string): MachineImage | undefined {
    return this.images.get(id);
  }

  describe(
    { ImageIds: ids, Filters: filters = [], Owners: owners }: DescribeImagesRequest,
    accountId: string,
  ): Image[] {
    const missing = ids?.find((id) => !this.images.has(id));
    if (missing) throw new AwsError("InvalidAMIID.NotFound", `The image id '[${missing}]' does not exist`);
    return [...this.images.values()]
      .filter((image) => !ids || ids.includes(image.id))
      .filter(
        (image) =>
          !owners || owners.includes(image.ownerId) || (owners.includes("self") && image.ownerId === accountId),
      )
      .filter((image) => filters.every((filter) => passes(image, filter)))
      .map(describeImage);
  }
}

function describeImage({ id, name, ownerId, createdAtMs, tags, state }: MachineImage): Image {
  return {
    ImageId: id,
    Name: name,
    OwnerId: ownerId,
    State: state,
    CreationDate: new Date(createdAtMs).toISOString(),
    Tags: [...tags],
    Architecture: "arm64",
    RootDeviceType: "ebs",
  };
}
