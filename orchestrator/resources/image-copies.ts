/** How images of a group get into both Regions: what a plan says about it, the tags that copies bear, what copying may do. */
import * as z from "zod";
import type { RegionRole } from "../baton";
import { arn, seconds, wholeNumber } from "../wording";
import { type PolicyScope, type PolicyStatementData, statementId } from "./kind";

export const imageCopiesSchema = z.strictObject({
  /** Copies that stay in a Region, the newest first; older ones of Baton's own are removed with their snapshots. */
  kept: wholeNumber(1, 100).default(3),
  /** A release that is not available in both Regions after this long is an alarm. A copy takes 12 min, one in twenty more than 25 [est]. */
  dueSeconds: seconds().default(2 * 3600),
});

/** KMS key that copies arriving in a Region are encrypted with, and that Baton may use to read that Region's own images. */
export const imageKeyArn = () => arn("kms");

/** Tags of a copy, beside those of its original. */
export const COPY_TAGS = {
  /** `<region>/<image ID>` of the original. Only images with this tag and the next one are ever removed. */
  copiedFrom: "baton:copied-from",
  /** Whose keeper made the copy: another application's may share the release and must not touch it. */
  application: "baton:application",
  /** When the original was made, ISO 8601. */
  releasedAt: "baton:released-at",
} as const;

/** The part of a group that copying needs. */
interface CopiedImages {
  readonly id: string;
  readonly primaryImageKeyArn?: string | undefined;
  readonly standbyImageKeyArn?: string | undefined;
}

/** Null: AWS's own key for EBS. */
export function imageKeyAt(group: CopiedImages, role: RegionRole): string | null {
  return (role === "primary" ? group.primaryImageKeyArn : group.standbyImageKeyArn) ?? null;
}

/** Into the Region of the scope, from the other one. Judged on the original and on the copy, and on their snapshots. */
export function copyStatements(group: CopiedImages, scope: PolicyScope): readonly PolicyStatementData[] {
  const { region, otherRegion, role } = scope;
  return [
    {
      sid: statementId("CopyImages", role),
      actions: ["ec2:CopyImage"],
      resources: [...imagesIn(otherRegion), ...imagesIn(region)],
      wildcardReason:
        "Which image is copied is known once it has been made, and its copy gets an ID of its own; copying changes nothing that exists.",
    },
    {
      sid: statementId("TagCopies", role),
      actions: ["ec2:CreateTags"],
      resources: imagesIn(region),
      conditions: { StringEquals: { "ec2:CreateAction": "CopyImage" } },
      wildcardReason: "The copy does not exist yet; the condition allows tags while copying and at no other time.",
    },
    ...keyStatements(group, scope),
  ];
}

/** The application's own copies and their snapshots: nothing without the tags that only copying writes. */
export function removeCopiesStatement({ application, region, otherRegion, role }: PolicyScope): PolicyStatementData {
  return {
    sid: statementId("RemoveOldCopies", role),
    actions: ["ec2:DeregisterImage", "ec2:DeleteSnapshot"],
    resources: imagesIn(region),
    conditions: {
      StringEquals: { [`aws:ResourceTag/${COPY_TAGS.application}`]: application },
      StringLike: { [`aws:ResourceTag/${COPY_TAGS.copiedFrom}`]: `${otherRegion}/*` },
    },
    wildcardReason:
      "Copies get their IDs when they are made; the conditions allow none but those that Baton made for this application.",
  };
}

/** What EBS asks of whoever copies from one key to another (EBS User Guide: permissions for IAM users). */
function keyStatements(
  group: CopiedImages,
  { region, otherRegion, role }: PolicyScope,
): readonly PolicyStatementData[] {
  const keys = [imageKeyAt(group, "primary"), imageKeyAt(group, "standby")].filter((key) => key !== null);
  if (keys.length === 0) return [];
  const viaEc2 = { "kms:ViaService": [region, otherRegion].map((each) => `ec2.${each}.amazonaws.com`) };
  return [
    {
      sid: statementId("UseImageKeys", role, group.id),
      actions: [
        "kms:DescribeKey",
        "kms:Decrypt",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ],
      resources: keys,
      conditions: { StringEquals: viaEc2 },
    },
    {
      sid: statementId("GrantImageKeys", role, group.id),
      actions: ["kms:CreateGrant"],
      resources: keys,
      conditions: { StringEquals: viaEc2, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}

/** Images and snapshots have no account in their ARNs. */
function imagesIn(region: string): readonly string[] {
  return ["image", "snapshot"].map((type) => `arn:aws:ec2:${region}::${type}/*`);
}
