/** Writes the launch-template version that launches a copy, long before a move needs it. No group and no default is changed. */
import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { type AutoScalingGroup, groupAt } from "../../orchestrator/resources/auto-scaling-group";
import { clientAt, type Place } from "../resources/client-at";
import { numericVersionFor } from "../resources/launch-template";
import { describeGroup } from "../resources/scaling-group";

const HOUR_MS = 3_600_000;

/** Everything but the image is taken from the version that the group uses now. A group without a template of its own has none. */
export async function prepareTemplate(
  place: Place,
  resource: AutoScalingGroup,
  imageId: string,
): Promise<readonly string[]> {
  const { groupName, launchTemplateId } = groupAt(resource, place.side.role);
  const group = await describeGroup(clientAt(place, AutoScalingClient), groupName);
  if (group === null) throw new Error(`There is no Auto Scaling group ${groupName} in ${place.side.region}.`);
  const sourceVersion = group.LaunchTemplate?.Version;
  if (sourceVersion === undefined) return [];
  // The hour is in it so that a version that somebody has deleted can be written again.
  const requester = `keeper-${Math.floor(place.runtime.clock.now() / HOUR_MS)}`;
  const version = await numericVersionFor(place, { launchTemplateId, imageId, sourceVersion, requester });
  return [`${launchTemplateId} in ${place.side.region} launches it as version ${version}.`];
}
