/** `DeregisterImage`: the image is gone at once; its snapshots only if asked for, and each with its own permission [doc]. */
import type { DeregisterImageRequest, DeregisterImageResult, Tag } from "@aws-sdk/client-ec2";
import type { LabContext } from "../../kernel/ports";
import { AwsError, type Principal } from "../../kernel/service";
import type { ImageEvents } from "./image-events";
import type { Images, MachineImage } from "./images";

interface RemovalParts {
  readonly lab: LabContext;
  readonly region: string;
  readonly images: Images;
  readonly events: ImageEvents;
}

/** Who may is judged here and not at the wire, because the policies look at the tags of what is removed. */
export function deregisterImage(
  parts: RemovalParts,
  input: DeregisterImageRequest,
  caller: Principal,
): DeregisterImageResult {
  const { images, events } = parts;
  const image = images.find(input.ImageId ?? "");
  if (!image) throw new AwsError("InvalidAMIID.Unavailable", `The image ID '${input.ImageId}' is no longer available`);
  assertMay(parts, caller, "ec2:DeregisterImage", `image/${image.id}`, image.tags);
  images.deregister(image.id);
  events.announce({ image, state: "deregistered" });
  if (!input.DeleteAssociatedSnapshots) return { Return: true };
  return { Return: true, DeleteSnapshotResults: [deleteSnapshot(parts, image, caller)] };
}

/** The image is gone already when this is refused. */
function deleteSnapshot(parts: RemovalParts, { snapshot }: MachineImage, caller: Principal) {
  try {
    assertMay(parts, caller, "ec2:DeleteSnapshot", `snapshot/${snapshot.id}`, snapshot.tags);
    return { SnapshotId: snapshot.id, ReturnCode: "success" as const };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { SnapshotId: snapshot.id, ReturnCode: "missing-permissions" as const };
  }
}

function assertMay(
  { lab, region }: RemovalParts,
  caller: Principal,
  action: string,
  resource: string,
  tags: readonly Tag[],
): void {
  if (caller.arn.startsWith("aws:")) return;
  const context = Object.fromEntries(tags.map(({ Key, Value = "" }) => [`aws:ResourceTag/${Key}`, Value]));
  lab.iam.assertAllowed(caller.arn, action, `arn:aws:ec2:${region}::${resource}`, context);
}
