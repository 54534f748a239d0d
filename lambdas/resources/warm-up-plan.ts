/** What a run makes of a group that it warms up: decided once, remembered, and kept to. */
import type { AutoScalingGroup as DescribedGroup } from "@aws-sdk/client-auto-scaling";
import { type AutoScalingGroup, groupAt } from "../../orchestrator/resources/auto-scaling-group";
import { type TargetCapacity, targetCapacity } from "../../orchestrator/resources/target-capacity";
import { capacityForSource } from "./capacity-for-source";
import { at } from "./client-at";
import { RESTORING_PROCESSES, readUnfenced } from "./group-fence";
import { type GroupMemory, raisedSizes, sizesAfterUndo, versionAfterUndo } from "./group-memory";
import type { HandContext } from "./hand";
import { numericVersionFor } from "./launch-template";
import { memoryOfDeadRuns } from "./memory-of-dead-runs";
import { type GroupSizes, sizesOf, suspendedProcesses, templateVersionOf } from "./scaling-group";

/** Without these a group neither launches nor puts what it launched behind the load balancer. */
export const NEEDED_PROCESSES: readonly string[] = ["Launch", "AddToLoadBalancer"];

/** The first call of a run decides what the group becomes; later ones keep to it, whatever is seen meanwhile. */
export async function planChanges(
  resource: AutoScalingGroup,
  group: DescribedGroup,
  imageId: string,
  context: HandContext,
): Promise<GroupMemory> {
  const { runs, runId } = context;
  const inherited = await memoryOfDeadRuns(resource.id, context);
  const { before, versionBefore } = withoutWarmUp(group, inherited);
  const wanted = await wantedCapacity(resource, context);
  return runs.rememberBefore(runId, resource.id, {
    before,
    raisedTo: raisedSizes(sizesOf(group), wanted.instances),
    versionBefore,
    versionAfter: await pinnedVersion(resource, imageId, versionBefore, context),
    ...(await processesAndSize(resource, group, { inherited, before }, context)),
    because: wanted.because,
  });
}

/** Another image than it decided on, because that one is gone; the sizes stay. Null where the template launches this one already. */
export async function planOtherImage(
  resource: AutoScalingGroup,
  memory: GroupMemory,
  imageId: string,
  context: HandContext,
): Promise<GroupMemory | null> {
  const versionAfter = await pinnedVersion(resource, imageId, memory.versionBefore, context);
  if (versionAfter === memory.versionAfter) return null;
  await context.runs.keepChanged(context.runId, resource.id, { versionAfter });
  return { ...memory, versionAfter };
}

/** In a failover the source may be dark, and what the sentry saw counts; in a planned move it is asked. */
async function wantedCapacity(resource: AutoScalingGroup, context: HandContext): Promise<TargetCapacity> {
  const { workflow, seen, source } = context;
  if (workflow === "failover") return targetCapacity(resource, await seen.read(resource.id));
  return capacityForSource(resource, at(context, source));
}

async function pinnedVersion(
  resource: AutoScalingGroup,
  imageId: string,
  sourceVersion: string,
  context: HandContext,
): Promise<string> {
  const { launchTemplateId } = groupAt(resource, context.target.role);
  const request = { launchTemplateId, imageId, sourceVersion, requester: context.runId };
  return String(await numericVersionFor(at(context, context.target), request));
}

interface Before {
  /** What the dead run that this one took over from has made of it, where there is one. */
  readonly inherited: GroupMemory | null;
  readonly before: GroupSizes;
}

/** How the group was before the move: what a dead run made of it is not how it was. */
function withoutWarmUp(group: DescribedGroup, inherited: GroupMemory | null) {
  const sizes = sizesOf(group);
  const version = templateVersionOf(group);
  if (inherited === null) return { before: sizes, versionBefore: version };
  return { before: sizesAfterUndo(sizes, inherited), versionBefore: versionAfterUndo(version, inherited) };
}

/** A group that comes home gets back what its fence took: processes now, its smallest size once it serves. */
async function processesAndSize(
  resource: AutoScalingGroup,
  group: DescribedGroup,
  { inherited, before }: Before,
  context: HandContext,
) {
  const suspended = suspendedProcesses(group);
  const already = inherited?.resumedProcesses ?? [];
  const resumable = (names: readonly string[]) => [
    ...new Set([...already, ...suspended.filter((name) => names.includes(name))]),
  ];
  if (context.workflow === "failover") return { resumedProcesses: resumable(NEEDED_PROCESSES) };
  const unfenced = await readUnfenced(resource.id, context.target.role, group, context);
  const fenced = RESTORING_PROCESSES.filter((name) => unfenced?.suspendedProcesses.includes(name) === false);
  return {
    resumedProcesses: resumable([...NEEDED_PROCESSES, ...fenced]),
    smallestWhenServing: unfenced?.smallest ?? inherited?.smallestWhenServing ?? before.smallest,
  };
}
