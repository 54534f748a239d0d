/** The launch-template version that launches an image: found, or written once. */
import {
  CreateLaunchTemplateVersionCommand,
  DescribeLaunchTemplateVersionsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { clientAt, type Place } from "./client-at";

export interface TemplateVersionRequest {
  readonly launchTemplateId: string;
  readonly imageId: string;
  /** Version that everything but the image is taken from. */
  readonly sourceVersion: string;
  readonly runId: string;
}

/**
 * A number, never `$Latest`: a name would be resolved at every launch, so that somebody's new version changes what a
 * move launches half-way through.
 */
export async function numericVersionFor(place: Place, request: TemplateVersionRequest): Promise<number> {
  const ec2 = clientAt(place, EC2Client);
  return (await findVersion(ec2, request)) ?? (await createVersion(ec2, request));
}

async function findVersion(
  ec2: EC2Client,
  { launchTemplateId, imageId }: TemplateVersionRequest,
): Promise<number | null> {
  const answer = await ec2.send(
    new DescribeLaunchTemplateVersionsCommand({
      LaunchTemplateId: launchTemplateId,
      Filters: [{ Name: "image-id", Values: [imageId] }],
    }),
  );
  const versions = (answer.LaunchTemplateVersions ?? [])
    .filter(({ LaunchTemplateData }) => LaunchTemplateData?.ImageId === imageId)
    .flatMap(({ VersionNumber }) => (VersionNumber === undefined ? [] : [VersionNumber]));
  return versions.length > 0 ? Math.max(...versions) : null;
}

/** The client token makes a repeated request answer the version that the first one wrote. */
async function createVersion(ec2: EC2Client, request: TemplateVersionRequest): Promise<number> {
  const { launchTemplateId, imageId, sourceVersion, runId } = request;
  const answer = await ec2.send(
    new CreateLaunchTemplateVersionCommand({
      LaunchTemplateId: launchTemplateId,
      SourceVersion: sourceVersion,
      LaunchTemplateData: { ImageId: imageId },
      VersionDescription: `Baton: ${imageId}`,
      ClientToken: `${runId}-${imageId}`.slice(-64),
    }),
  );
  const version = answer.LaunchTemplateVersion?.VersionNumber;
  if (version === undefined) throw new Error(`EC2 wrote no version of ${launchTemplateId} for ${imageId}.`);
  return version;
}
