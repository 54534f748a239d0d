/** Launch templates of one Region. `$Latest` and `$Default` are resolved when asked, so at each launch (aws-facts: images). */
import type {
  CreateLaunchTemplateVersionRequest,
  DescribeLaunchTemplateVersionsRequest,
  Filter,
  LaunchTemplateVersion,
  RequestLaunchTemplateData,
} from "@aws-sdk/client-ec2";
import { AwsError } from "../../kernel/service";

/** The members of launch template data that the lab keeps and shows. */
export type LaunchData = Pick<RequestLaunchTemplateData, "ImageId" | "InstanceType" | "IamInstanceProfile">;

interface Version {
  readonly number: number;
  readonly createdAtMs: number;
  readonly description?: string | undefined;
  readonly data: LaunchData;
}

export class LaunchTemplate {
  private readonly versions: Version[] = [];
  private readonly byToken = new Map<string, Version>();
  private defaultVersion = 1;

  constructor(
    readonly id: string,
    readonly name: string,
    data: LaunchData,
    private readonly now: () => number,
  ) {
    this.add(data, undefined);
  }

  /** A number, `$Latest` or `$Default` to the version it means now. Throws `InvalidLaunchTemplateId.VersionNotFound`. */
  resolve(wanted: string): Version {
    const number =
      wanted === "$Latest" ? this.versions.length : wanted === "$Default" ? this.defaultVersion : Number(wanted);
    const version = this.versions[number - 1];
    if (version) return version;
    const message = `Could not find launch template version ${wanted} for launch template ${this.id}`;
    throw new AwsError("InvalidLaunchTemplateId.VersionNotFound", message);
  }

  /** A repeated client token answers with the version it made first. */
  createVersion(input: CreateLaunchTemplateVersionRequest): LaunchTemplateVersion {
    const repeated = input.ClientToken ? this.byToken.get(input.ClientToken) : undefined;
    if (repeated) return this.show(repeated);
    const base = input.SourceVersion ? this.resolve(input.SourceVersion).data : {};
    const version = this.add({ ...base, ...input.LaunchTemplateData }, input.VersionDescription);
    if (input.ClientToken) this.byToken.set(input.ClientToken, version);
    return this.show(version);
  }

  setDefault(wanted: string): void {
    this.defaultVersion = this.resolve(wanted).number;
  }

  describe() {
    return {
      LaunchTemplateId: this.id,
      LaunchTemplateName: this.name,
      DefaultVersionNumber: this.defaultVersion,
      LatestVersionNumber: this.versions.length,
    };
  }

  describeVersions(input: DescribeLaunchTemplateVersionsRequest): LaunchTemplateVersion[] {
    const lowest = Number(input.MinVersion ?? 1);
    const highest = Number(input.MaxVersion ?? this.versions.length);
    const inRange = this.versions.filter(({ number }) => number >= lowest && number <= highest);
    const asked = input.Versions?.map((wanted) => this.resolve(wanted)) ?? inRange;
    return asked.filter((version) => passesAll(version, input.Filters ?? [])).map((version) => this.show(version));
  }

  private add(data: LaunchData, description: string | undefined): Version {
    const version = { number: this.versions.length + 1, createdAtMs: this.now(), description, data };
    this.versions.push(version);
    return version;
  }

  private show({ number, createdAtMs, description, data }: Version): LaunchTemplateVersion {
    return {
      LaunchTemplateId: this.id,
      LaunchTemplateName: this.name,
      VersionNumber: number,
      ...(description === undefined ? {} : { VersionDescription: description }),
      CreateTime: new Date(createdAtMs),
      DefaultVersion: number === this.defaultVersion,
      LaunchTemplateData: {
        ImageId: data.ImageId,
        InstanceType: data.InstanceType,
        ...(data.IamInstanceProfile && { IamInstanceProfile: data.IamInstanceProfile }),
      },
    };
  }
}

/** Only the filter by image is known; to ignore another one would find too much. */
function passesAll({ data }: Version, filters: readonly Filter[]): boolean {
  const unknown = filters.find(({ Name }) => Name !== "image-id");
  if (unknown) throw new AwsError("InvalidParameterValue", `The filter '${unknown.Name}' is invalid`);
  return filters.every(({ Values = [] }) => Values.includes(data.ImageId ?? ""));
}
