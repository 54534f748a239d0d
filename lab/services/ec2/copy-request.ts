/** `CopyImage` as it arrives: judged before anything is copied, the harsher way where AWS is silent. */
import type { CopyImageRequest, Tag } from "@aws-sdk/client-ec2";
import { AwsError } from "../../kernel/service";
import type { MachineImage, Snapshot } from "./images";

const MODELLED = [
  "Name",
  "Description",
  "SourceRegion",
  "SourceImageId",
  "Encrypted",
  "KmsKeyId",
  "CopyImageTags",
  "TagSpecifications",
  "ClientToken",
];

const LONGEST_NAME = 128;
const NAME = /^[\w ()[\]./'@-]{3,128}$/;

/** Throws what EC2 says to a request that it refuses. */
export function judgeCopyRequest(input: CopyImageRequest): void {
  const unknown = Object.keys(input).filter((member) => !MODELLED.includes(member));
  if (unknown.length > 0) {
    throw new AwsError("InvalidParameterValue", `The lab does not model CopyImage with ${unknown.join(", ")}.`);
  }
  if (input.Name !== undefined && !NAME.test(input.Name)) {
    const message = `AMI name ${input.Name} is invalid: 3 to ${LONGEST_NAME} letters, digits, spaces or ()[]./-'@_`;
    throw new AwsError("InvalidAMIName.Malformed", message);
  }
  if (input.KmsKeyId && !input.Encrypted) {
    throw new AwsError("InvalidParameterCombination", "KmsKeyId needs Encrypted.");
  }
}

/** The original's tags only when asked for; the request's own go with the copy from its first moment [doc]. */
export function tagsOfCopy(input: CopyImageRequest, source: MachineImage): readonly Tag[] {
  return [...(input.CopyImageTags ? source.tags : []), ...specifiedTags(input, "image")];
}

/** An encrypted snapshot stays encrypted, with AWS's own key where no other is named [doc]. */
export function snapshotOfCopy(input: CopyImageRequest, source: MachineImage, id: string): Snapshot {
  const isEncrypted = input.Encrypted === true || source.snapshot.kmsKeyId !== undefined;
  return {
    id,
    tags: specifiedTags(input, "snapshot"),
    ...(isEncrypted && { kmsKeyId: input.KmsKeyId ?? null }),
  };
}

function specifiedTags({ TagSpecifications = [] }: CopyImageRequest, type: "image" | "snapshot"): readonly Tag[] {
  return TagSpecifications.filter(({ ResourceType }) => ResourceType === type).flatMap(({ Tags = [] }) => Tags);
}
