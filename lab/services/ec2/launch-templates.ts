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
  /** Descriptions know it from then on; launches do at once. */
  readonly shownAtMs: number;
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
    /** How long descriptions do not know a new version. */
    private readonly drawDelayMs: () => number,
  ) {
    this.add(data, undefined, 0);
  }

  /** A number, `$Latest` or `$Default` to the version it means now. Throws `InvalidLaunchTemplateId.VersionNotFound`. */
  resolve(wanted: string, known: readonly Version[] = this.versions): Version {
    const number = wanted === "$Latest" ? known.length : wanted === "$Default" ? this.defaultVersion : Number(wanted);
    const version = known[number - 1];
    if (version) return version;
    const message = `Could not find launch template version ${wanted} for launch template ${this.id}`;
    throw new AwsError("InvalidLaunchTemplateId.VersionNotFound", message);
  }

  /** A repeated client token answers with the version it made first. */
  createVersion(input: CreateLaunchTemplateVersionRequest): LaunchTemplateVersion {
    const repeated = input.ClientToken ? this.byToken.get(input.ClientToken) : undefined;
    if (repeated) return this.show(repeated);
    const base = input.SourceVersion ? this.resolve(input.SourceVersion).data : {};
    const version = this.add({ ...base, ...input.LaunchTemplateData }, input.VersionDescription, this.drawDelayMs());
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
      LatestVersionNumber: this.shown().length,
    };
  }

  describeVersions(input: DescribeLaunchTemplateVersionsRequest): LaunchTemplateVersion[] {
    const lowest = Number(input.MinVersion ?? 1);
    const known = this.shown();
    const highest = Number(input.MaxVersion ?? known.length);
    const inRange = known.filter(({ number }) => number >= lowest && number <= highest);
    const asked = input.Versions?.map((wanted) => this.resolve(wanted, known)) ?? inRange;
    return asked.filter((version) => passesAll(version, input.Filters ?? [])).map((version) => this.show(version));
  }

  /** An older version is never shown after a newer one. */
  private shown(): readonly Version[] {
    const hidden = this.versions.findIndex(({ shownAtMs }) => shownAtMs > this.now());
    return hidden < 0 ? this.versions : this.versions.slice(0, hidden);
  }

  private add(data: LaunchData, description: string | undefined, delayMs: number): Version {
    const createdAtMs = this.now();
    const number = this.versions.length + 1;
    const version = { number, createdAtMs, shownAtMs: createdAtMs + delayMs, description, data };
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
