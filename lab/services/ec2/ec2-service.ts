/** Amazon EC2 in one Region, as far as a failover asks it: images and launch templates (aws-facts: images). */
import type {
  CopyImageRequest,
  CreateLaunchTemplateVersionRequest,
  DeregisterImageRequest,
  DescribeImagesRequest,
  DescribeLaunchTemplatesRequest,
  DescribeLaunchTemplateVersionsRequest,
  ModifyLaunchTemplateRequest,
} from "@aws-sdk/client-ec2";
import { DEFAULT_TIMINGS, type Timings } from "../../estate/timings";
import { perform } from "../../kernel/operations";
import type { LabContext } from "../../kernel/ports";
import type { Provisions } from "../../kernel/provision";
import type { RandomSource } from "../../kernel/random";
import { type ApiCall, AwsError, type ServiceModel } from "../../kernel/service";
import { StaleViews } from "../platform/stale-views";
import { ImageCopies } from "./image-copies";
import { ImageEvents } from "./image-events";
import { deregisterImage } from "./image-removal";
import { Images, type MachineImage } from "./images";
import { type LaunchData, LaunchTemplate } from "./launch-templates";

/** From the call until the image is available [est]. */
const IMAGE_CREATION_SECONDS = { low: 60, high: 300 } as const;

/** What an image may have beside its name and tags. */
export interface ImageExtras extends Partial<Pick<MachineImage, "state" | "copiedFrom">> {
  readonly kmsKeyId?: string | null;
}

/** Which image an instance of a group would start from now. */
export interface LaunchSource {
  readonly imageId: string;
  readonly imageIsAvailable: boolean;
  readonly version: number;
  /** Role of the instance profile that the template names; null where it names none. */
  readonly instanceRoleArn: string | null;
}

export class Ec2Service implements ServiceModel, Provisions {
  /** Images and templates are the user's own; no stack of Baton creates any. */
  readonly provisioners = {};
  readonly images: Images;
  private readonly templates = new Map<string, LaunchTemplate>();
  private readonly roleByProfile = new Map<string, string>();
  readonly copies: ImageCopies;
  readonly imageEvents: ImageEvents;
  private readonly random: RandomSource;
  private readonly drawDelayMs: () => number;

  private readonly operations = {
    DescribeImages: (input: DescribeImagesRequest) => ({ Images: this.images.describe(input, this.lab.accountId) }),
    CopyImage: (input: CopyImageRequest, { caller }: ApiCall) => ({ ImageId: this.copies.start(input, caller).id }),
    DeregisterImage: (input: DeregisterImageRequest, { caller }: ApiCall) =>
      deregisterImage(
        { lab: this.lab, region: this.region, images: this.images, events: this.imageEvents },
        input,
        caller,
      ),
    DescribeLaunchTemplates: (input: DescribeLaunchTemplatesRequest) => this.describeTemplates(input),
    DescribeLaunchTemplateVersions: (input: DescribeLaunchTemplateVersionsRequest) => ({
      LaunchTemplateVersions: this.template(input.LaunchTemplateId, input.LaunchTemplateName).describeVersions(input),
    }),
    CreateLaunchTemplateVersion: (input: CreateLaunchTemplateVersionRequest) => ({
      LaunchTemplateVersion: this.template(input.LaunchTemplateId, input.LaunchTemplateName).createVersion(input),
    }),
    ModifyLaunchTemplate: (input: ModifyLaunchTemplateRequest) => this.modifyTemplate(input),
  };

  constructor(
    private readonly lab: LabContext,
    readonly region: string,
    timings: Timings = DEFAULT_TIMINGS,
  ) {
    const random = lab.random.fork(`ec2 ${region}`);
    this.random = random;
    const descriptions = lab.random.fork(`ec2 ${region} descriptions`);
    const images = new Images(new StaleViews(lab, descriptions, timings.descriptionDelaySeconds));
    this.images = images;
    const { low, high } = timings.descriptionDelaySeconds;
    this.drawDelayMs = () => descriptions.between(low, high) * 1000;
    const events = new ImageEvents(lab, region);
    this.imageEvents = events;
    this.copies = new ImageCopies({ lab, region, timings, random, images, events });
  }

  handle(call: ApiCall): unknown {
    return perform(this.operations, call);
  }

  /** Lets `CopyImage` find its source. */
  connect(regions: ReadonlyMap<string, Ec2Service>): void {
    this.copies.connect(new Map([...regions].map(([region, { images }]) => [region, images])));
  }

  addImage(name: string, createdAtMs: number, tags: MachineImage["tags"], more: ImageExtras = {}): MachineImage {
    const { kmsKeyId, copiedFrom, state = "available" } = more;
    const snapshot = { id: `snap-${this.random.hex(17)}`, tags: [], ...(kmsKeyId !== undefined && { kmsKeyId }) };
    const id = `ami-${this.random.hex(17)}`;
    const made = { id, name, ownerId: this.lab.accountId, createdAtMs, tags, snapshot, state };
    const image: MachineImage = { ...made, ...(copiedFrom && { copiedFrom }) };
    this.images.add(image);
    return image;
  }

  /** Somebody makes an image here: it is usable, and known by its event, after a while. */
  publishImage(name: string, tags: MachineImage["tags"], kmsKeyId: string | undefined): MachineImage {
    const image = this.addImage(name, this.lab.clock.now(), tags, {
      state: "pending",
      ...(kmsKeyId !== undefined && { kmsKeyId }),
    });
    this.lab.clock.after(this.random.between(IMAGE_CREATION_SECONDS.low, IMAGE_CREATION_SECONDS.high) * 1000, () => {
      this.images.change(image.id, () => {
        image.state = "available";
      });
      this.imageEvents.announce({ image, state: "available" });
    });
    return image;
  }

  addTemplate(id: string, name: string, data: LaunchData): LaunchTemplate {
    const template = new LaunchTemplate(id, name, data, () => this.lab.clock.now(), this.drawDelayMs);
    this.templates.set(id, template);
    return template;
  }

  /** A profile with its role, which EC2 hands to instances; the ARN is what launch templates name. */
  addInstanceProfile(name: string, roleArn: string): string {
    const arn = `arn:aws:iam::${this.lab.accountId}:instance-profile/${name}`;
    this.roleByProfile.set(arn, roleArn);
    return arn;
  }

  launchSource(templateId: string, version: string): LaunchSource {
    const { number, data } = this.template(templateId, undefined).resolve(version);
    const imageId = data.ImageId ?? "";
    return {
      imageId,
      imageIsAvailable: this.images.find(imageId)?.state === "available",
      version: number,
      instanceRoleArn: this.roleOf(data.IamInstanceProfile?.Arn),
    };
  }

  private roleOf(profileArn: string | undefined): string | null {
    if (profileArn === undefined) return null;
    const roleArn = this.roleByProfile.get(profileArn);
    if (roleArn !== undefined) return roleArn;
    throw new AwsError(
      "InvalidParameterValue",
      `Value (${profileArn}) for parameter iamInstanceProfile.arn is invalid.`,
    );
  }

  /** Throws `InvalidLaunchTemplateId.NotFound`. */
  template(id: string | undefined, name: string | undefined): LaunchTemplate {
    const byName = [...this.templates.values()].find((template) => template.name === name);
    const found = id ? this.templates.get(id) : byName;
    if (found) return found;
    const message = `The specified launch template, with template ID ${id ?? name}, does not exist.`;
    throw new AwsError("InvalidLaunchTemplateId.NotFound", message);
  }

  private describeTemplates({ LaunchTemplateIds: ids, LaunchTemplateNames: names }: DescribeLaunchTemplatesRequest) {
    const asked = [
      ...(ids ?? []).map((id) => this.template(id, undefined)),
      ...(names ?? []).map((name) => this.template(undefined, name)),
    ];
    const shown = ids || names ? asked : [...this.templates.values()];
    return { LaunchTemplates: shown.map((template) => template.describe()) };
  }

  private modifyTemplate(input: ModifyLaunchTemplateRequest) {
    const template = this.template(input.LaunchTemplateId, input.LaunchTemplateName);
    if (input.DefaultVersion) template.setDefault(input.DefaultVersion);
    return { LaunchTemplate: template.describe() };
  }
}
