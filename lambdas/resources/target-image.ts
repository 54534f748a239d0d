/**
 * The image that a move launches, found once: what a run has decided on it keeps to, so that a release that is made meanwhile
 * does not hold it up. A failover takes the newest that is there. A planned move has both Regions to ask and time
 * to wait: it launches the newest release, and copies it first where that has not happened yet.
 */
import { copyStatus, currentRelease, type ImageStocks, type Release } from "../../orchestrator/images";
import type { AutoScalingGroup } from "../../orchestrator/resources/auto-scaling-group";
import { at } from "./client-at";
import { copyImage } from "./copy-image";
import type { HandContext } from "./hand";
import { seeImages } from "./images-seen";
import { findImage, type RegionalImage } from "./regional-image";

export type TargetImage = RegionalImage | { readonly state: "uncopied"; readonly imageId: string };

export async function findTargetImage(resource: AutoScalingGroup, context: HandContext): Promise<TargetImage> {
  const release = context.workflow === "failover" ? null : await newestRelease(resource, context);
  return release ?? findImage(at(context, context.target), resource);
}

/** Null where the newest release was made in the target Region itself, or there is none. */
async function newestRelease(resource: AutoScalingGroup, context: HandContext): Promise<TargetImage | null> {
  const { target, source } = context;
  const [there, here] = await Promise.all([
    seeImages(at(context, target), resource),
    seeImages(at(context, source), resource),
  ]);
  const stocks: ImageStocks =
    target.role === "primary" ? { primary: there, standby: here } : { primary: here, standby: there };
  const release = currentRelease(stocks);
  if (release === null || release.role === target.role) return null;
  const copy = copyStatus(stocks, release);
  if (copy.status === "given-up") return { state: "uncopied", imageId: release.image.imageId };
  if (copy.status === "wanted") return startCopy(resource, context, release, copy.attempt);
  return { state: copy.status, imageId: copy.imageId };
}

async function startCopy(
  group: AutoScalingGroup,
  context: HandContext,
  release: Release,
  attempt: number,
): Promise<TargetImage> {
  const place = at(context, context.target);
  const copyId = await copyImage({ place, group, release, sourceRegion: context.source.region, attempt });
  return { state: "copying", imageId: copyId ?? release.image.imageId };
}
