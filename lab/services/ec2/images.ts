/** Machine images of one Region, and how they are found. */
import type { DescribeImagesRequest, Filter, Image, Tag } from "@aws-sdk/client-ec2";
import { AwsError } from "../../kernel/service";
import type { StaleViews } from "../platform/stale-views";

export type ImageState = "pending" | "available" | "failed";

/** An image of another Region (or of this one) that an image was copied from. */
export interface CopiedFrom {
  readonly region: string;
  readonly imageId: string;
}

export interface Snapshot {
  readonly id: string;
  readonly tags: readonly Tag[];
  /** `null`: AWS's own key for EBS; undefined: not encrypted. */
  readonly kmsKeyId?: string | null;
}

export interface MachineImage {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly createdAtMs: number;
  readonly tags: readonly Tag[];
  readonly snapshot: Snapshot;
  readonly copiedFrom?: CopiedFrom;
  state: ImageState;
}

/** What a filter compares; anything else is refused, because ignoring a filter would find too much. */
function comparedValues(image: MachineImage, filterName: string): readonly string[] {
  if (filterName.startsWith("tag:")) return tagValues(image.tags, filterName.slice("tag:".length));
  if (filterName === "tag-key") return image.tags.map((tag) => tag.Key ?? "");
  if (filterName === "state") return [image.state];
  if (filterName === "name") return [image.name];
  if (filterName === "image-id") return [image.id];
  throw new AwsError("InvalidParameterValue", `The filter '${filterName}' is invalid`);
}

export function tagValues(tags: readonly Tag[], key: string): readonly string[] {
  return tags.filter((tag) => tag.Key === key).map((tag) => tag.Value ?? "");
}

function passes(image: MachineImage, { Name = "", Values = [] }: Filter): boolean {
  return comparedValues(image, Name).some((value) => Values.includes(value));
}

export class Images {
  private readonly images = new Map<string, MachineImage>();

  /** Copies of images as descriptions still show them, or null for those that they do not show yet. */
  constructor(private readonly staleViews: StaleViews<MachineImage>) {}

  /** Throws `InvalidAMIName.Duplicate`: a Region has each name once, whatever has become of its image [est: failed ones too]. */
  add(image: MachineImage): void {
    const namesake = this.list().find(({ name }) => name === image.name);
    if (namesake) {
      const message = `AMI name ${image.name} is already in use by AMI ${namesake.id}`;
      throw new AwsError("InvalidAMIName.Duplicate", message);
    }
    this.images.set(image.id, image);
  }

  /** What descriptions show of an image only later. */
  change(id: string, perform: () => void): void {
    const view = this.shown().get(id);
    this.staleViews.keep(id, view ? { ...view } : null);
    perform();
  }

  /** Launches of it fail from now on. */
  deregister(id: string): void {
    this.change(id, () => this.images.delete(id));
  }

  find(id: string): MachineImage | undefined {
    return this.images.get(id);
  }

  list(): readonly MachineImage[] {
    return [...this.images.values()];
  }

  describe(
    { ImageIds: ids, Filters: filters = [], Owners: owners }: DescribeImagesRequest,
    accountId: string,
  ): Image[] {
    const shown = this.shown();
    const missing = ids?.find((id) => !shown.has(id));
    if (missing) throw new AwsError("InvalidAMIID.NotFound", `The image id '[${missing}]' does not exist`);
    return [...shown.values()]
      .filter((image) => !ids || ids.includes(image.id))
      .filter(
        (image) =>
          !owners || owners.includes(image.ownerId) || (owners.includes("self") && image.ownerId === accountId),
      )
      .filter((image) => filters.every((filter) => passes(image, filter)))
      .map(describeImage);
  }

  /** By id, as descriptions show them at this moment. */
  private shown(): ReadonlyMap<string, MachineImage> {
    const shown = new Map(this.images);
    for (const [id, view] of this.staleViews.list()) {
      if (view === null) shown.delete(id);
      else shown.set(id, view);
    }
    return shown;
  }
}

function describeImage({ id, name, ownerId, createdAtMs, tags, state, snapshot, copiedFrom }: MachineImage): Image {
  return {
    ImageId: id,
    Name: name,
    OwnerId: ownerId,
    State: state,
    CreationDate: new Date(createdAtMs).toISOString(),
    Tags: [...tags],
    ...(copiedFrom && { SourceImageId: copiedFrom.imageId, SourceImageRegion: copiedFrom.region }),
    BlockDeviceMappings: [
      { DeviceName: "/dev/xvda", Ebs: { SnapshotId: snapshot.id, Encrypted: snapshot.kmsKeyId !== undefined } },
    ],
    Architecture: "arm64",
    RootDeviceType: "ebs",
  };
}
