/**
 * Brings a group of the target Region to the capacity that it needs, and says when that capacity can serve.
 *
 * Never scales down. A suspended Launch process is resumed (and suspended again by cool-down): a group that must not grow
 * cannot take over, and whoever suspended it did not mean it for a move. Missing capacity in one zone is waited for,
 * because the group itself tries the others; a quota, a permission or a broken image is reported as blocked. A failover
 * does not wait for the last instances that AWS refuses: customers are served by nobody meanwhile.
 */
import {
  AutoScalingClient,
  type AutoScalingGroup as DescribedGroup,
  ResumeProcessesCommand,
} from "@aws-sdk/client-auto-scaling";
import { type AutoScalingGroup, groupAt } from "../../orchestrator/resources/auto-scaling-group";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import { sentence } from "../../orchestrator/sentences";
import { at, clientAt } from "./client-at";
import { enoughHealthy } from "./enough-healthy";
import type { GroupMemory } from "./group-memory";
import { blocked, done, type Hand, pending, pendingFor } from "./hand";
import { knownChanges } from "./memory-of-dead-runs";
import { hasSizes, raise, refreshNote, type Warming } from "./raise-group";
import { recentLaunchTrouble } from "./scaling-activities";
import {
  describeGroup,
  inServiceCount,
  launchedCount,
  sizesOf,
  suspendedProcesses,
  templateVersionOf,
  whyNotPinnable,
} from "./scaling-group";
import { healthyTargetCount } from "./target-health";
import { decideChanges, imageToLaunch } from "./warm-up-decision";
import { NEEDED_PROCESSES, planOtherImage } from "./warm-up-plan";

/** Between looks at instances that boot; those that are up turn healthy in seconds, and are looked at more often. */
const LAUNCHING_SECONDS = 10;

/** Verification says the same of so many, and customers are dark until then. */
const ENOUGH = "That is enough to send customers to; the group goes on trying.";

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
  return (await act(warming, changes)) ?? noted(warming, changes, await observe(warming, changes));
};

/** Once nothing is left to change, only an instance refresh can have kept another version. */
function noted(warming: Warming, memory: GroupMemory, seen: ConvergeResult): ConvergeResult {
  if (templateVersionOf(warming.group) === memory.versionAfter) return seen;
  return { ...seen, detail: `${sentence(seen.detail)} ${refreshNote(warming)}` };
}

/** Changes what is not yet as wanted. Null when nothing was left to change. */
async function act(warming: Warming, memory: GroupMemory): Promise<ConvergeResult | null> {
  const needed = [...NEEDED_PROCESSES, ...memory.resumedProcesses];
  const suspended = suspendedProcesses(warming.group).filter((name) => needed.includes(name));
  if (suspended.length === 0 && isAsPlanned(warming.group, memory)) return null;
  const names = { AutoScalingGroupName: warming.part.groupName };
  if (suspended.length > 0) {
    await warming.autoScaling.send(new ResumeProcessesCommand({ ...names, ScalingProcesses: [...suspended] }));
  }
  return raise(warming, memory, suspended);
}

function isAsPlanned(group: DescribedGroup, memory: GroupMemory): boolean {
  return templateVersionOf(group) === memory.versionAfter && hasSizes(group, memory);
}

/** Launched is not enough: the load balancer must send customers there. */
async function observe(warming: Warming, memory: GroupMemory): Promise<ConvergeResult> {
  const { resource, part, group, context, autoScaling } = warming;
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
  const said = { ...facts, error: trouble.error };
  const enough = context.workflow === "failover" ? enoughHealthy(resource, memory) : target;
  const isEnough = Math.min(inService, healthy) >= enough;
  const short = isEnough ? done(`${sentence(detail)} ${ENOUGH}`, said) : pending(detail, said);
  if (trouble.isImageGone) return launchOther(warming, memory, short);
  // What boots already may turn out to be enough.
  return trouble.needsPerson && launchedCount(group) < enough ? blocked(detail, said) : short;
}

/**
 * The image that was decided on has vanished, and no try of the group brings it back: another one is launched where there is
 * one. Where the group launches that one already, the failure is of before, or images are still described as they were.
 */
async function launchOther(warming: Warming, memory: GroupMemory, short: ConvergeResult): Promise<ConvergeResult> {
  const { resource, context } = warming;
  const image = await imageToLaunch(resource, context);
  if (typeof image !== "string") {
    return short.status === "done" ? short : { ...image, detail: `${short.detail} ${image.detail}` };
  }
  const changed = await planOtherImage(resource, memory, image, context);
  return (changed && (await raise(warming, changed, []))) ?? short;
}
