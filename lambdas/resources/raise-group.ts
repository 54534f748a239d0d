/** Raises a group of the target Region: more instances, from the template version that the run has decided on. */
import {
  type AutoScalingClient,
  type AutoScalingGroup as DescribedGroup,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import type { AutoScalingGroup, GroupPart } from "../../orchestrator/resources/auto-scaling-group";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import { counted } from "../../orchestrator/sentences";
import { failedAs, isThrottled } from "../aws/failures";
import type { GroupMemory } from "./group-memory";
import { type HandContext, pending } from "./hand";
import { sizesOf } from "./scaling-group";

export interface Warming {
  readonly resource: AutoScalingGroup;
  readonly part: GroupPart;
  readonly group: DescribedGroup;
  readonly context: HandContext;
  readonly autoScaling: AutoScalingClient;
}

/** One update for the version and the sizes: an instance launched in between would come up from the old image. */
export async function raise(
  { part, group, context, autoScaling }: Warming,
  { raisedTo, versionAfter }: GroupMemory,
  resumed: readonly string[],
): Promise<ConvergeResult> {
  const { groupName, launchTemplateId } = part;
  const now = sizesOf(group);
  const desired = Math.max(now.desired, raisedTo.desired);
  const update = new UpdateAutoScalingGroupCommand({
    AutoScalingGroupName: groupName,
    MinSize: Math.max(now.smallest, raisedTo.smallest),
    DesiredCapacity: desired,
    MaxSize: Math.max(now.largest, raisedTo.largest, desired),
    LaunchTemplate: { LaunchTemplateId: launchTemplateId, Version: versionAfter },
  });
  try {
    await autoScaling.send(update);
  } catch (error) {
    if (failedAs(error, "ScalingActivityInProgressFault", "ScalingActivityInProgress")) {
      return pending(`${groupName} is busy with a scaling activity; asking again.`);
    }
    // Everything was looked at, which is what a decision waits for; the loop that fills the group asks again.
    if (isThrottled(error) && !context.canWait) return pending(`${groupName} is throttled by AWS; asking again.`);
    throw error;
  }
  const also = resumed.length > 0 ? ` ${resumed.join(" and ")} had been suspended and was resumed.` : "";
  return pending(`${groupName} ${sizeText(now.desired, desired, versionAfter)}.${also}`, { target: desired });
}

function sizeText(from: number, to: number, version: string): string {
  const origin = `from template version ${version}`;
  if (to > from) return `grows from ${from} to ${counted(to, "instance")} ${origin}`;
  return `keeps its ${counted(to, "instance")}; new ones start ${origin}`;
}
