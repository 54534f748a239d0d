/** The image that the target Region launches: the newest available one that carries the plan's tag. */
import { newestFirst } from "../../orchestrator/images";
import type { AutoScalingGroup } from "../../orchestrator/resources/auto-scaling-group";
import type { Place } from "./client-at";
import { seeImages } from "./images-seen";

export type RegionalImage =
  | { readonly state: "available"; readonly imageId: string }
  /** A copy is on its way; AWS needs minutes to tens of minutes. */
  | { readonly state: "copying"; readonly imageId: string }
  | { readonly state: "missing" };

export async function findImage(place: Place, group: AutoScalingGroup): Promise<RegionalImage> {
  const images = newestFirst((await seeImages(place, group)).images);
  const inState = (wanted: "available" | "pending") => images.find(({ state }) => state === wanted)?.imageId;
  const available = inState("available");
  if (available !== undefined) return { state: "available", imageId: available };
  const pending = inState("pending");
  return pending === undefined ? { state: "missing" } : { state: "copying", imageId: pending };
}
