/** Raises a group of the target Region: more instances, from the template version that the run has decided on. */
import {
  type AutoScalingClient,
  type AutoScalingGroup as DescribedGroup,
  UpdateAutoScalingGroupCommand,
  type UpdateAutoScalingGroupType,
} from "@aws-sdk/client-auto-scaling";
import type { AutoScalingGroup, GroupPart } from "../../orchestrator/resources/auto-scaling-group";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import { counted } from "../../orchestrator/sentences";
import { failedAs, isThrottled } from "../aws/failures";
import type { GroupMemory } from "./group-memory";
import { type HandContext, pending } from "./hand";
import { sizesOf, templateVersionOf } from "./scaling-group";

export interface Warming {
  readonly resource: AutoScalingGroup;
  readonly part: GroupPart;
  readonly group: DescribedGroup;
  readonly context: HandContext;
  readonly autoScaling: AutoScalingClient;
}

/**
 * One update for the version and the sizes: an instance launched in between would come up from the old image. Null where
 * nothing is left to change but the version, which an instance refresh keeps as it is.
 */
export async function raise(
  warming: Warming,
  memory: GroupMemory,
  resumed: readonly string[],
): Promise<ConvergeResult | null> {
  const { part, group, context } = warming;
  const { groupName, launchTemplateId } = part;
  const { versionAfter } = memory;
  const isPinned = templateVersionOf(group) === versionAfter;
  const pin = isPinned ? {} : { LaunchTemplate: { LaunchTemplateId: launchTemplateId, Version: versionAfter } };
  try {
    const raised = await update(warming, memory, pin, `from template version ${versionAfter}`);
    const also = resumed.length > 0 ? ` ${resumed.join(" and ")} had been suspended and was resumed.` : "";
    return { ...raised, detail: `${raised.detail}${also}` };
  } catch (error) {
    if (failedAs(error, "ScalingActivityInProgressFault", "ScalingActivityInProgress")) {
      return pending(`${groupName} is busy with a scaling activity; asking again.`);
    }
    // Everything was looked at, which is what a decision waits for; the loop that fills the group asks again.
    if (isThrottled(error) && !context.canWait) return pending(`${groupName} is throttled by AWS; asking again.`);
    if (isRefreshing(error) && context.workflow === "failover") return raiseAsItIs(warming, memory);
    throw error;
  }
}

function isRefreshing(error: unknown): boolean {
  return failedAs(error, "ValidationError") && error instanceof Error && /active instance refresh/i.test(error.message);
}

/** Customers are dark: instances of the release that is being rolled out are better than none. */
async function raiseAsItIs(warming: Warming, memory: GroupMemory): Promise<ConvergeResult | null> {
  if (hasSizes(warming.group, memory)) return null;
  const raised = await update(warming, memory, {}, "as its instance refresh says");
  return { ...raised, detail: `${raised.detail} ${refreshNote(warming)}` };
}

/** For whoever wants the image that the run has decided on. */
export function refreshNote({ part, context }: Pick<Warming, "part" | "context">): string {
  const command = `aws autoscaling cancel-instance-refresh --region ${context.target.region} --auto-scaling-group-name ${part.groupName}`;
  return `An instance refresh is active there, so the template version stays as it is. To end the refresh: ${command}`;
}

export function hasSizes(group: DescribedGroup, { raisedTo }: GroupMemory): boolean {
  const now = sizesOf(group);
  return now.smallest >= raisedTo.smallest && now.desired >= raisedTo.desired;
}

async function update(
  { part, group, autoScaling }: Warming,
  { raisedTo }: GroupMemory,
  pin: Pick<UpdateAutoScalingGroupType, "LaunchTemplate">,
  origin: string,
): Promise<ConvergeResult> {
  const now = sizesOf(group);
  const target = Math.max(now.desired, raisedTo.desired);
  const sizes = {
    MinSize: Math.max(now.smallest, raisedTo.smallest),
    DesiredCapacity: target,
    MaxSize: Math.max(now.largest, raisedTo.largest, target),
  };
  const names = { AutoScalingGroupName: part.groupName };
  await autoScaling.send(new UpdateAutoScalingGroupCommand({ ...names, ...sizes, ...pin }));
  return pending(`${part.groupName} ${sizeText(now.desired, target, origin)}.`, { target });
}

function sizeText(from: number, to: number, origin: string): string {
  if (to > from) return `grows from ${from} to ${counted(to, "instance")} ${origin}`;
  return `keeps its ${counted(to, "instance")}; new ones start ${origin}`;
}
