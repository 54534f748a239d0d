/**
 * What a fence makes of a resource that is not there. One that the sentry saw before is gone, and what is gone writes nothing.
 * One that nobody ever saw may be a name in the plan that is wrong: then the real writer is somewhere else, and open.
 */
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import { done, type HandContext } from "./hand";

export async function fenceOfMissing(
  resourceId: string,
  name: string,
  { sightings, source }: HandContext,
): Promise<ConvergeResult> {
  const sighting = await sightings.read(resourceId, name);
  if (sighting !== null) {
    const lastSeen = new Date(sighting.seenAtMs).toISOString();
    return done(`There is no ${name} any more; it was last seen ${lastSeen}.`, { verdict: "FENCED" });
  }
  const where = `There is no ${name} in ${source.region}, and the sentry never saw one.`;
  return done(`${where} Check the plan's names, Region and account.`, { verdict: "FAILED" });
}
