import type { ApiCall } from "../../kernel/service";
import {
  allOnEverything,
  arnIn,
  inputRecords,
  inputText,
  type Requirement,
  type RequirementScope,
  type ServiceRequirements,
} from "../requirement";

/** Without an ID the template is only known to EC2; a policy on one template does not match then. [est] */
function templateArn(call: ApiCall, scope: RequirementScope, templateId: string): string {
  return arnIn(call, scope, "ec2", `launch-template/${templateId || "*"}`);
}

function onTemplate(action: string) {
  return (call: ApiCall, scope: RequirementScope): readonly Requirement[] => [
    { action, resource: templateArn(call, scope, inputText(call, "LaunchTemplateId")) },
  ];
}

/** Resource types that RunInstances needs at least (Service Authorization Reference: EC2). */
const LAUNCHED = ["instance", "network-interface", "security-group", "subnet", "volume"] as const;

/**
 * What using a launch template asks of the caller: RunInstances on everything that a launch touches, and CreateTags for
 * the tags of the template [est: asked even when the template sets none]. Which role the template passes only EC2 knows: the
 * model of Auto Scaling asks for iam:PassRole.
 */
export function launchTemplateUse(
  call: ApiCall,
  scope: RequirementScope,
  template: Readonly<Record<string, unknown>>,
): readonly Requirement[] {
  const usedTemplate = templateArn(call, scope, String(template.LaunchTemplateId ?? ""));
  const context = { "ec2:LaunchTemplate": usedTemplate };
  const resources = [
    usedTemplate,
    `arn:aws:ec2:${call.region}::image/*`,
    ...LAUNCHED.map((type) => arnIn(call, scope, "ec2", `${type}/*`)),
  ];
  return [
    ...resources.map((resource) => ({ action: "ec2:RunInstances", resource, context })),
    {
      action: "ec2:CreateTags",
      resource: arnIn(call, scope, "ec2", "instance/*"),
      context: { "ec2:CreateAction": "RunInstances" },
    },
  ];
}

function copyImage(call: ApiCall): readonly Requirement[] {
  const source = `arn:aws:ec2:${inputText(call, "SourceRegion")}::image/${inputText(call, "SourceImageId")}`;
  const copies = ["image", "snapshot"].map((type) => `arn:aws:ec2:${call.region}::${type}/*`);
  const context = { "ec2:CreateAction": "CopyImage" };
  const areTagged = inputRecords(call, "TagSpecifications").length > 0 || call.input.CopyImageTags === true;
  return [
    ...[source, ...copies].map((resource) => ({ action: "ec2:CopyImage", resource })),
    ...(areTagged ? copies.map((resource) => ({ action: "ec2:CreateTags", resource, context })) : []),
    ...useOfKey(call, inputText(call, "KmsKeyId")),
  ];
}

/** What EBS asks of whoever encrypts with a key of their own; the key that the original has is judged by EC2's model. */
function useOfKey(call: ApiCall, keyArn: string): readonly Requirement[] {
  if (keyArn === "") return [];
  const context = { "kms:ViaService": `ec2.${call.region}.amazonaws.com` };
  const actions = ["kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptTo"];
  return [
    ...actions.map((action) => ({ action, resource: keyArn, context })),
    { action: "kms:CreateGrant", resource: keyArn, context: { ...context, "kms:GrantIsForAWSResource": "true" } },
  ];
}

/** Resource types by the prefix of their IDs. */
const TYPE_OF_PREFIX: Readonly<Record<string, string>> = {
  ami: "image",
  i: "instance",
  lt: "launch-template",
  snap: "snapshot",
  vol: "volume",
};

function createTags(call: ApiCall, scope: RequirementScope): readonly Requirement[] {
  const ids = (call.input.Resources ?? []) as readonly string[];
  return ids.map((id) => {
    const type = TYPE_OF_PREFIX[id.split("-")[0] ?? ""] ?? "*";
    const account = type === "image" || type === "snapshot" ? { accountId: "" } : scope;
    return { action: "ec2:CreateTags", resource: arnIn(call, account, "ec2", `${type}/${id}`) };
  });
}

export const ec2Requirements: ServiceRequirements = {
  ...allOnEverything(
    "ec2",
    "DescribeImages",
    "DescribeInstances",
    "DescribeInstanceStatus",
    "DescribeLaunchTemplates",
    "DescribeLaunchTemplateVersions",
    "DescribeSecurityGroups",
    "DescribeSubnets",
    "DescribeTags",
  ),
  CreateLaunchTemplateVersion: onTemplate("ec2:CreateLaunchTemplateVersion"),
  ModifyLaunchTemplate: onTemplate("ec2:ModifyLaunchTemplate"),
  CopyImage: copyImage,
  // Judged by EC2's model, which knows the tags of what is removed.
  DeregisterImage: () => [],
  CreateTags: createTags,
};
