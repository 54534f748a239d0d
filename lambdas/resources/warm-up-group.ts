/**
 * Brings a standby group to the capacity that it needs, and says when that capacity can serve.
 *
 * Never scales down. A suspended Launch process is resumed (and suspended again by cool-down): a group that must not grow
 * cannot take over, and whoever suspended it did not mean it for a failover. Missing capacity in one zone is waited for,
 * because the group itself tries the others; a quota, a permission or a broken image is reported as blocked.
 */
import {
  AutoScalingClient,
  type AutoScalingGroup as DescribedGroup,
  ResumeProcessesCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import type { AutoScalingGroup } from "../../orchestrator/resources/auto-scaling-group";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import { failedAs } from "../aws/failures";
import { type GroupMemory, groupMemorySchema, raisedSizes } from "./group-memory";
import { blocked, done, type Hand, type HandContext, pending } from "./hand";
import { numericVersionFor } from "./launch-template";
import { recentLaunchTrouble } from "./scaling-activities";
import { describeGroup, inServiceCount, sizesOf, suspendedProcesses } from "./scaling-group";
import { findStandbyImage } from "./standby-image";
import { targetCapacity } from "./target-capacity";
import { healthyTargetCount } from "./target-health";

/** Without these a group neither launches nor puts what it launched behind the load balancer. */
const NEEDED_PROCESSES: readonly string[] = ["Launch", "AddToLoadBalancer"];

interface Warming {
  readonly resource: AutoScalingGroup;
  readonly group: DescribedGroup;
  readonly context: HandContext;
  readonly autoScaling: AutoScalingClient;
}

export const warmUpGroup: Hand<AutoScalingGroup> = async (resource, context) => {
  const { runtime } = context;
  const autoScaling = runtime.clients.get(AutoScalingClient, runtime.plan.regions.standby);
  const group = await describeGroup(autoScaling, resource.standbyGroupName);
  if (group === null) return blocked(`There is no Auto Scaling group ${resource.standbyGroupName}.`);
  const image = await findStandbyImage(runtime, resource);
  const { key, value } = resource.imageTag;
  if (image.state === "missing") return blocked(`No image with the tag ${key}=${value} is in the standby Region.`);
  if (image.state === "copying") return pending(`Image ${image.imageId} is still being copied to the standby Region.`);
  const warming = { resource, group, context, autoScaling };
  return (await act(warming, image.imageId)) ?? observe(warming);
};

/** Changes what is not yet as wanted. Undefined when nothing was left to change. */
async function act(warming: Warming, imageId: string): Promise<ConvergeResult | undefined> {
  const memory = await planChanges(warming, imageId);
  const suspended = suspendedProcesses(warming.group).filter((name) => NEEDED_PROCESSES.includes(name));
  if (suspended.length === 0 && isAsPlanned(warming.group, memory)) return undefined;
  const names = { AutoScalingGroupName: warming.resource.standbyGroupName };
  if (suspended.length > 0) {
    await warming.autoScaling.send(new ResumeProcessesCommand({ ...names, ScalingProcesses: [...suspended] }));
  }
  return raise(warming, memory, suspended);
}

/** The first call of a run decides what the group becomes; later ones keep to it, whatever the sentry sees meanwhile. */
async function planChanges({ resource, group, context }: Warming, imageId: string): Promise<GroupMemory> {
  const { runs, runId, runtime, seen } = context;
  const known = await runs.readBefore(runId, resource.id);
  if (known) return groupMemorySchema.parse(known);
  const before = sizesOf(group);
  const target = targetCapacity(resource, await seen.read(resource.id));
  const versionBefore = group.LaunchTemplate?.Version ?? null;
  const version = { launchTemplateId: resource.standbyLaunchTemplateId, imageId, runId };
  const sourceVersion = versionBefore ?? "$Default";
  const pinned = versionBefore === null ? null : await numericVersionFor(runtime, { ...version, sourceVersion });
  return runs.rememberBefore(runId, resource.id, {
    before,
    raisedTo: raisedSizes(before, target.instances),
    versionBefore,
    versionAfter: pinned === null ? null : String(pinned),
    resumedProcesses: suspendedProcesses(group).filter((name) => NEEDED_PROCESSES.includes(name)),
    because: target.because,
  });
}

function isAsPlanned(group: DescribedGroup, { raisedTo, versionAfter }: GroupMemory): boolean {
  const now = sizesOf(group);
  const isPinned = versionAfter === null || group.LaunchTemplate?.Version === versionAfter;
  return isPinned && now.smallest >= raisedTo.smallest && now.desired >= raisedTo.desired;
}

/** One update for the version and the sizes: an instance launched in between would come up from the old image. */
async function raise(
  { resource, group, autoScaling }: Warming,
  { raisedTo, versionAfter }: GroupMemory,
  resumed: readonly string[],
): Promise<ConvergeResult> {
  const { standbyGroupName, standbyLaunchTemplateId } = resource;
  const now = sizesOf(group);
  const desired = Math.max(now.desired, raisedTo.desired);
  const update = new UpdateAutoScalingGroupCommand({
    AutoScalingGroupName: standbyGroupName,
    MinSize: Math.max(now.smallest, raisedTo.smallest),
    DesiredCapacity: desired,
    MaxSize: Math.max(now.largest, raisedTo.largest, desired),
    ...(versionAfter !== null && {
      LaunchTemplate: { LaunchTemplateId: standbyLaunchTemplateId, Version: versionAfter },
    }),
  });
  try {
    await autoScaling.send(update);
  } catch (error) {
    if (failedAs(error, "ScalingActivityInProgressFault", "ScalingActivityInProgress")) {
      return pending(`${standbyGroupName} is busy with a scaling activity; asking again.`);
    }
    throw error;
  }
  const also = resumed.length > 0 ? ` ${resumed.join(" and ")} had been suspended and was resumed.` : "";
  const pinned = versionAfter === null ? "" : ` from template version ${versionAfter}`;
  return pending(`${standbyGroupName} grows from ${now.desired} to ${desired} instances${pinned}.${also}`, {
    target: desired,
  });
}

/** Launched is not enough: the load balancer must send customers there. */
async function observe({ resource, group, context, autoScaling }: Warming): Promise<ConvergeResult> {
  const { standbyGroupName, standbyTargetGroupArn } = resource;
  const target = sizesOf(group).desired;
  const inService = inServiceCount(group);
  const healthy = await healthyTargetCount(context.runtime, standbyTargetGroupArn);
  const facts = { target, inService, healthy };
  const count = `${standbyGroupName}: ${healthy} of ${target} instances are healthy behind the load balancer`;
  if (inService >= target && healthy >= target) return done(`${count}.`, facts);
  const trouble = await recentLaunchTrouble(autoScaling, standbyGroupName, context.loopStartedAtMs);
  if (trouble === null) return pending(`${count}, ${inService} in service.`, facts);
  const detail = `${count}; launching fails: ${trouble.message}`;
  return (trouble.needsPerson ? blocked : pending)(detail, { ...facts, error: trouble.error });
}
