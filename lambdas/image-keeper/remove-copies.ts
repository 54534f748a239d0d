/** Removes Baton's own copies beyond the plan's number, with their snapshots. What a group would launch next always stays. */
import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { DeregisterImageCommand, EC2Client } from "@aws-sdk/client-ec2";
import type { RegionRole } from "../../orchestrator/baton";
import { type ImageStocks, surplusCopies } from "../../orchestrator/images";
import { type AutoScalingGroup, type GroupPart, groupAt } from "../../orchestrator/resources/auto-scaling-group";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import { failedAs } from "../aws/failures";
import { clientAt, type Place } from "../resources/client-at";
import { describeVersion } from "../resources/launch-template";
import { describeGroup } from "../resources/scaling-group";
import { type Keeping, placeAt } from "./keeping";

/** Sentences on what was removed. */
export async function removeCopies(keeping: Keeping, stocks: ImageStocks): Promise<readonly string[]> {
  const ofRoles = await Promise.all((["primary", "standby"] as const).map((role) => removeAt(keeping, stocks, role)));
  return ofRoles.flat();
}

async function removeAt(keeping: Keeping, stocks: ImageStocks, role: RegionRole): Promise<readonly string[]> {
  const { kept } = keeping.group.imageCopies;
  if (surplusCopies(stocks, role, { kept, inUse: [] }).length === 0) return [];
  const place = placeAt(keeping, role);
  const inUse = await imagesInUse(place, sharersOf(keeping));
  const surplus = surplusCopies(stocks, role, { kept, inUse });
  for (const { imageId } of surplus) await remove(place, imageId);
  return surplus.map(({ imageId, state }) => `Removed the ${state} copy ${imageId} from ${place.side.region}.`);
}

/** Every group of the plan that launches images of the same tag: one that lost its image could launch nothing any more. */
function sharersOf({ runtime, group: { imageTag } }: Keeping): readonly AutoScalingGroup[] {
  return resourcesWith(runtime.plan, "keepImages").filter(
    (other) => other.imageTag.key === imageTag.key && other.imageTag.value === imageTag.value,
  );
}

async function imagesInUse(place: Place, groups: readonly AutoScalingGroup[]): Promise<readonly string[]> {
  const images = await Promise.all(groups.map((group) => imageInUse(place, groupAt(group, place.side.role))));
  return images.filter((imageId) => imageId !== undefined);
}

/** By the template that the group names now, which need not be the plan's. */
async function imageInUse(place: Place, { groupName }: GroupPart): Promise<string | undefined> {
  const { LaunchTemplate } = (await describeGroup(clientAt(place, AutoScalingClient), groupName)) ?? {};
  const { LaunchTemplateId: templateId, Version: version } = LaunchTemplate ?? {};
  if (templateId === undefined || version === undefined)
    throw new Error(`Which image ${groupName} launches could not be seen; nothing is removed.`);
  return (await describeVersion(place, templateId, version)).LaunchTemplateData?.ImageId;
}

/** Snapshots that stay behind cost money in silence, so they are an error that names them. */
async function remove(place: Place, imageId: string): Promise<void> {
  try {
    const { DeleteSnapshotResults = [] } = await clientAt(place, EC2Client).send(
      new DeregisterImageCommand({ ImageId: imageId, DeleteAssociatedSnapshots: true }),
    );
    // `skipped`: another image uses it too, so it stays [doc].
    const left = DeleteSnapshotResults.filter(({ ReturnCode = "" }) => !["success", "skipped"].includes(ReturnCode));
    if (left.length === 0) return;
    const named = left.map(({ SnapshotId, ReturnCode }) => `${SnapshotId} (${ReturnCode})`).join(", ");
    throw new Error(`${imageId} is deregistered in ${place.side.region}, but its snapshots stay: ${named}.`);
  } catch (error) {
    // Another invocation was faster.
    if (!failedAs(error, "InvalidAMIID.NotFound", "InvalidAMIID.Unavailable")) throw error;
  }
}
