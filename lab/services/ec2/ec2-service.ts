/** Amazon EC2 in one Region, as far as a failover asks it: images and launch templates (aws-facts: images). */
import type {
  CopyImageRequest,
  CreateLaunchTemplateVersionRequest,
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
import { Images, type MachineImage } from "./images";
import { type LaunchData, LaunchTemplate } from "./launch-templates";

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
  readonly images = new Images();
  private readonly templates = new Map<string, LaunchTemplate>();
  private readonly roleByProfile = new Map<string, string>();
  private readonly copiesByToken = new Map<string, MachineImage>();
  private readonly random: RandomSource;
  private otherRegions: ReadonlyMap<string, Ec2Service> = new Map();

  private readonly operations = {
    DescribeImages: (input: DescribeImagesRequest) => ({ Images: this.images.describe(input, this.lab.accountId) }),
    CopyImage: (input: CopyImageRequest) => ({ ImageId: this.copyImage(input).id }),
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
    private readonly timings: Timings = DEFAULT_TIMINGS,
  ) {
    this.random = lab.random.fork(`ec2 ${region}`);
  }

  handle(call: ApiCall): unknown {
    return perform(this.operations, call);
  }

  /** Lets `CopyImage` find its source. */
  connect(regions: ReadonlyMap<string, Ec2Service>): void {
    this.otherRegions = regions;
  }

  addImage(
    name: string,
    createdAtMs: number,
    tags: MachineImage["tags"],
    state: MachineImage["state"] = "available",
  ): MachineImage {
    const id = `ami-${this.random.hex(17)}`;
    const image = { id, name, ownerId: this.lab.accountId, createdAtMs, tags, state };
    this.images.add(image);
    return image;
  }

  addTemplate(id: string, name: string, data: LaunchData): LaunchTemplate {
    const template = new LaunchTemplate(id, name, data, () => this.lab.clock.now());
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

  private copyImage(input: CopyImageRequest): MachineImage {
    const repeated = input.ClientToken ? this.copiesByToken.get(input.ClientToken) : undefined;
    if (repeated) return repeated;
    const source = this.sourceOfCopy(input);
    const tags = input.CopyImageTags ? source.tags : [];
    const copy = this.addImage(input.Name ?? source.name, this.lab.clock.now(), tags, "pending");
    const tookSeconds = this.random.logNormal(this.timings.imageCopySeconds);
    this.lab.clock.after(tookSeconds * 1000, () => {
      copy.state = "available";
    });
    if (input.ClientToken) this.copiesByToken.set(input.ClientToken, copy);
    return copy;
  }

  /** The bytes come from the other Region: dark, it cannot be copied from. */
  private sourceOfCopy({ SourceRegion = this.region, SourceImageId = "" }: CopyImageRequest): MachineImage {
    const home = SourceRegion === this.region ? this : this.otherRegions.get(SourceRegion);
    if (!this.lab.network.canReach(this.region, SourceRegion, "ec2")) {
      throw new AwsError("Unavailable", `The source Region ${SourceRegion} is not available.`, 503);
    }
    const image = home?.images.find(SourceImageId);
    if (image?.state === "available") return image;
    throw new AwsError("InvalidAMIID.NotFound", `The image id '[${SourceImageId}]' does not exist`);
  }
}
