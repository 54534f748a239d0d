/**
 * Brings a group of the target Region to the capacity that it needs, and says when that capacity can serve.
 *
 * Never scales down. A suspended Launch process is resumed (and suspended again by cool-down): a group that must not grow
 * cannot take over, and whoever suspended it did not mean it for a move. Missing capacity in one zone is waited for,
 * because the group itself tries the others; a quota, a permission or a broken image is reported as blocked.
 */
import {
  AutoScalingClient,
  type AutoScalingGroup as DescribedGroup,
  ResumeProcessesCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { type AutoScalingGroup, type GroupPart, groupAt } from "../../orchestrator/resources/auto-scaling-group";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import { counted } from "../../orchestrator/sentences";
import { failedAs, isThrottled } from "../aws/failures";
import { at, clientAt } from "./client-at";
import type { GroupMemory } from "./group-memory";
import { blocked, done, type Hand, type HandContext, pending, pendingFor } from "./hand";
import { recentLaunchTrouble } from "./scaling-activities";
import {
  describeGroup,
  inServiceCount,
  sizesOf,
  suspendedProcesses,
  templateVersionOf,
  whyNotPinnable,
} from "./scaling-group";
import { healthyTargetCount } from "./target-health";
import { decideChanges, imageToLaunch } from "./warm-up-decision";
import { knownChanges, NEEDED_PROCESSES, planOtherImage } from "./warm-up-plan";

/** Between looks at instances that boot; those that are up turn healthy in seconds, and are looked at more often. */
const LAUNCHING_SECONDS = 10;

interface Warming {
  readonly resource: AutoScalingGroup;
  readonly part: GroupPart;
  readonly group: DescribedGroup;
  readonly context: HandContext;
  readonly autoScaling: AutoScalingClient;
}

export const warmUpGroup: Hand<AutoScalingGroup> = async (resource, context) => {
  const { target } = context;
  const part = groupAt(resource, target.role);
  const autoScaling = clientAt(at(context, target), AutoScalingClient);
  const group = await describeGroup(autoScaling, part.groupName);
  if (group === null) return blocked(`There is no Auto Scaling group ${part.groupName}.`);
  const obstacle = whyNotPinnable(group, part);
  if (obstacle !== null) return blocked(obstacle);
  const warming = { resource, part, group, context, autoScaling };
  const changes = (await knownChanges(resource, context)) ?? (await decideChanges(resource, group, context));
  if ("status" in changes) return changes;
  return (await act(warming, changes)) ?? observe(warming, changes);
};

/** Changes what is not yet as wanted. Undefined when nothing was left to change. */
async function act(warming: Warming, memory: GroupMemory): Promise<ConvergeResult | undefined> {
  const needed = [...NEEDED_PROCESSES, ...memory.resumedProcesses];
  const suspended = suspendedProcesses(warming.group).filter((name) => needed.includes(name));
  if (suspended.length === 0 && isAsPlanned(warming.group, memory)) return undefined;
  const names = { AutoScalingGroupName: warming.part.groupName };
  if (suspended.length > 0) {
    await warming.autoScaling.send(new ResumeProcessesCommand({ ...names, ScalingProcesses: [...suspended] }));
  }
  return raise(warming, memory, suspended);
}

function isAsPlanned(group: DescribedGroup, { raisedTo, versionAfter }: GroupMemory): boolean {
  const now = sizesOf(group);
  const isPinned = templateVersionOf(group) === versionAfter;
  return isPinned && now.smallest >= raisedTo.smallest && now.desired >= raisedTo.desired;
}

/** One update for the version and the sizes: an instance launched in between would come up from the old image. */
async function raise(
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

/** Launched is not enough: the load balancer must send customers there. */
async function observe(warming: Warming, memory: GroupMemory): Promise<ConvergeResult> {
  const { part, group, context, autoScaling } = warming;
  const { groupName, targetGroupArn } = part;
  const target = sizesOf(group).desired;
  const inService = inServiceCount(group);
  const healthy = await healthyTargetCount(at(context, context.target), targetGroupArn);
  const facts = { target, inService, healthy };
  const count = `${groupName}: ${healthy} of ${target} instances are healthy behind the load balancer`;
  if (inService >= target && healthy >= target) return done(`${count}.`, facts);
  // What is in service was launched: there is nothing that could have failed.
  if (inService >= target) return pending(`${count}, ${inService} in service.`, facts);
  const trouble = await recentLaunchTrouble(autoScaling, groupName, context.loopStartedAtMs);
  if (trouble === null) return pendingFor(LAUNCHING_SECONDS, `${count}, ${inService} in service.`, facts);
  const detail = `${count}; launching fails: ${trouble.message}`;
  if (trouble.isImageGone) return launchOther(warming, memory, pending(detail, { ...facts, error: trouble.error }));
  return (trouble.needsPerson ? blocked : pending)(detail, { ...facts, error: trouble.error });
}

/**
 * The image that was decided on has vanished, and no try of the group brings it back: another one is launched where there is
 * one. Where the group launches that one already, the failure is of before, or images are still described as they were.
 */
async function launchOther(warming: Warming, memory: GroupMemory, stuck: ConvergeResult): Promise<ConvergeResult> {
  const { resource, context } = warming;
  const image = await imageToLaunch(resource, context);
  if (typeof image !== "string") return { ...image, detail: `${stuck.detail} ${image.detail}` };
  const changed = await planOtherImage(resource, memory, image, context);
  return changed === null ? stuck : raise(warming, changed, []);
}
