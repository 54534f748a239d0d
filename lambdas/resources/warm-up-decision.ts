/** Whether there is an image to warm a group up with, and what a run makes of the group then. */
import type { AutoScalingGroup as DescribedGroup } from "@aws-sdk/client-auto-scaling";
import type { AutoScalingGroup } from "../../orchestrator/resources/auto-scaling-group";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import type { GroupMemory } from "./group-memory";
import { blocked, type HandContext, pending } from "./hand";
import { findTargetImage } from "./target-image";
import { planChanges } from "./warm-up-plan";

/** The first call of a run decides, where there is an image to decide on; later ones look at images only where that one is gone. */
export async function decideChanges(
  resource: AutoScalingGroup,
  group: DescribedGroup,
  context: HandContext,
): Promise<GroupMemory | ConvergeResult> {
  const image = await imageToLaunch(resource, context);
  return typeof image === "string" ? planChanges(resource, group, image, context) : image;
}

/** Its ID, or why there is none to launch. */
export async function imageToLaunch(
  resource: AutoScalingGroup,
  context: HandContext,
): Promise<string | ConvergeResult> {
  const { role } = context.target;
  const image = await findTargetImage(resource, context);
  const { key, value } = resource.imageTag;
  if (image.state === "missing") return blocked(`No image with the tag ${key}=${value} is in the ${role} Region.`);
  if (image.state === "copying") {
    const detail = `Image ${image.imageId} is still being copied to the ${role} Region`;
    return (await isUndecided(context))
      ? blocked(`${detail}: ${longerThanTheDeadline(context)}.`)
      : pending(`${detail}.`);
  }
  if (image.state === "uncopied") {
    return blocked(
      `The newest image, ${image.imageId}, could not be copied to the ${role} Region: three copies failed.`,
    );
  }
  return image.imageId;
}

/** Once it is decided the copy is waited for; before that, whether it is worth waiting for is a person's decision. */
async function isUndecided({ workflow, runs, runId }: HandContext): Promise<boolean> {
  if (workflow !== "failover") return false;
  const run = await runs.read(runId);
  return run !== null && run.decision === undefined;
}

/** AWS does not say when a copy will be there (aws-facts: images). */
function longerThanTheDeadline({ runtime }: HandContext): string {
  return `that takes minutes to tens of minutes, and the plan waits ${runtime.plan.policy.deadlines.fillCapacitySeconds} s for capacity`;
}
