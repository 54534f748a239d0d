/**
 * Writes the launch-template version that launches a copy, long before a move needs it. No group and no default is changed, and
 * nothing that a group launches: one that names `$Latest` would launch the copy next, without anybody's decision.
 */
import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { type AutoScalingGroup, groupAt } from "../../orchestrator/resources/auto-scaling-group";
import { clientAt, type Place } from "../resources/client-at";
import { numericVersionFor } from "../resources/launch-template";
import { describeGroup, launchesOther } from "../resources/scaling-group";

const HOUR_MS = 3_600_000;

/** What was done about the template, or why nothing may be: somebody must change the group first. */
export type Prepared = { readonly done: readonly string[] } | { readonly refusal: string };

const FOLLOWS_EVERY_VERSION = "$Latest";

/** Everything but the image is taken from the version that the group uses now. A group without a template of its own has none. */
export async function prepareTemplate(place: Place, resource: AutoScalingGroup, imageId: string): Promise<Prepared> {
  const part = groupAt(resource, place.side.role);
  const { groupName, launchTemplateId } = part;
  const group = await describeGroup(clientAt(place, AutoScalingClient), groupName);
  if (group === null) throw new Error(`There is no Auto Scaling group ${groupName} in ${place.side.region}.`);
  const other = launchesOther(group, part);
  if (other !== null) return { refusal: other };
  const sourceVersion = group.LaunchTemplate?.Version;
  if (sourceVersion === undefined) return { done: [] };
  if (sourceVersion === FOLLOWS_EVERY_VERSION) return { refusal: refusalFor(place, groupName, launchTemplateId) };
  // The hour is in it so that a version that somebody has deleted can be written again.
  const requester = `keeper-${Math.floor(place.runtime.clock.now() / HOUR_MS)}`;
  const version = await numericVersionFor(place, { launchTemplateId, imageId, sourceVersion, requester });
  return { done: [`${launchTemplateId} in ${place.side.region} launches it as version ${version}.`] };
}

function refusalFor({ side }: Place, groupName: string, launchTemplateId: string): string {
  return (
    `${groupName} in ${side.region} launches ${FOLLOWS_EVERY_VERSION} of ${launchTemplateId}: a version for the newest release would be launched at once, ` +
    "without anybody's decision, so none is written. Give the group the number of the version that it launches now."
  );
}
