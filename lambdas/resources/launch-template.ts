/** The launch-template version that launches an image: found, or written once. */
import {
  CreateLaunchTemplateVersionCommand,
  DescribeLaunchTemplateVersionsCommand,
  EC2Client,
  type LaunchTemplateVersion,
} from "@aws-sdk/client-ec2";
import { clientAt, type Place } from "./client-at";

export interface TemplateVersionRequest {
  readonly launchTemplateId: string;
  readonly imageId: string;
  /** Version that everything but the image is taken from: a number, `$Latest` or `$Default`. */
  readonly sourceVersion: string;
  /** A run, or who else writes versions; part of the client token. */
  readonly requester: string;
}

/**
 * A number, never `$Latest`: a name would be resolved at every launch, so that somebody's new version changes what a
 * move launches half-way through.
 */
export async function numericVersionFor(place: Place, request: TemplateVersionRequest): Promise<number> {
  const source = await describeVersion(place, request.launchTemplateId, request.sourceVersion);
  return (await findVersion(place, request, source)) ?? (await createVersion(place, request, source));
}

/** What a number, `$Latest` or `$Default` means now. */
export async function describeVersion(
  place: Place,
  launchTemplateId: string,
  version: string,
): Promise<LaunchTemplateVersion> {
  const answer = await clientAt(place, EC2Client).send(
    new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: launchTemplateId, Versions: [version] }),
  );
  const found = answer.LaunchTemplateVersions?.[0];
  if (found?.VersionNumber === undefined) throw new Error(`${launchTemplateId} has no version ${version}.`);
  return found;
}

/** The newest that differs from the source in nothing but the image: one written before the template was changed is not it. */
async function findVersion(
  place: Place,
  { launchTemplateId, imageId }: TemplateVersionRequest,
  source: LaunchTemplateVersion,
): Promise<number | null> {
  const answer = await clientAt(place, EC2Client).send(
    new DescribeLaunchTemplateVersionsCommand({
      LaunchTemplateId: launchTemplateId,
      Filters: [{ Name: "image-id", Values: [imageId] }],
    }),
  );
  const versions = (answer.LaunchTemplateVersions ?? [])
    .filter(({ LaunchTemplateData }) => LaunchTemplateData?.ImageId === imageId)
    .filter((version) => withoutImage(version) === withoutImage(source))
    .flatMap(({ VersionNumber }) => VersionNumber ?? []);
  return versions.length > 0 ? Math.max(...versions) : null;
}

function withoutImage({ LaunchTemplateData }: LaunchTemplateVersion): string {
  return JSON.stringify({ ...LaunchTemplateData, ImageId: undefined });
}

/** The client token makes a repeated request answer the version that the first one wrote. */
async function createVersion(
  place: Place,
  { launchTemplateId, imageId, requester }: TemplateVersionRequest,
  { VersionNumber }: LaunchTemplateVersion,
): Promise<number> {
  const answer = await clientAt(place, EC2Client).send(
    new CreateLaunchTemplateVersionCommand({
      LaunchTemplateId: launchTemplateId,
      SourceVersion: String(VersionNumber),
      LaunchTemplateData: { ImageId: imageId },
      VersionDescription: `Baton: ${imageId}`,
      ClientToken: `${requester}-${VersionNumber}-${imageId}`.slice(-64),
    }),
  );
  const version = answer.LaunchTemplateVersion?.VersionNumber;
  if (version === undefined) throw new Error(`EC2 wrote no version of ${launchTemplateId} for ${imageId}.`);
  return version;
}
