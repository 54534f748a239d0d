/** The image that the target Region launches: the newest available copy that carries the plan's tag. */
import { DescribeImagesCommand, EC2Client, type Image } from "@aws-sdk/client-ec2";
import type { AutoScalingGroup } from "../../orchestrator/resources/auto-scaling-group";
import { clientAt, type Place } from "./client-at";

export type RegionalImage =
  | { readonly state: "available"; readonly imageId: string }
  /** A copy is on its way; AWS needs minutes to tens of minutes. */
  | { readonly state: "copying"; readonly imageId: string }
  | { readonly state: "missing" };

export async function findImage(place: Place, group: AutoScalingGroup): Promise<RegionalImage> {
  const ec2 = clientAt(place, EC2Client);
  const { key, value } = group.imageTag;
  const answer = await ec2.send(
    new DescribeImagesCommand({ Owners: ["self"], Filters: [{ Name: `tag:${key}`, Values: [value] }] }),
  );
  const newestFirst = [...(answer.Images ?? [])].sort(byCreationNewestFirst);
  return inState(newestFirst, "available") ?? inState(newestFirst, "pending") ?? { state: "missing" };
}

/** Creation dates are ISO 8601, so text order is time order; equal dates are told apart by ID, to choose the same one each time. */
function byCreationNewestFirst(left: Image, right: Image): number {
  const keyOf = ({ CreationDate = "", ImageId = "" }: Image) => `${CreationDate} ${ImageId}`;
  return keyOf(left) < keyOf(right) ? 1 : -1;
}

function inState(images: readonly Image[], state: "available" | "pending"): RegionalImage | undefined {
  const imageId = images.find((image) => image.State === state)?.ImageId;
  if (imageId === undefined) return undefined;
  return { state: state === "available" ? "available" : "copying", imageId };
}
