/** How AWS::IAM::* resources of a template become roles and policies. */
import type { Provisioned, Provisioner, ProvisionRequest } from "../kernel/provision";
import { PolicyError } from "./policy-document";
import type { RoleBook } from "./roles";

type Properties = Readonly<Record<string, unknown>>;

/** Known properties per type; those that are only read by people are listed here too. */
const KNOWN_PROPERTIES: Readonly<Record<string, ReadonlySet<string>>> = {
  "AWS::IAM::Role": new Set([
    "AssumeRolePolicyDocument",
    "Description",
    "ManagedPolicyArns",
    "MaxSessionDuration",
    "Path",
    "Policies",
    "RoleName",
    "Tags",
  ]),
  "AWS::IAM::Policy": new Set(["PolicyDocument", "PolicyName", "Roles"]),
  "AWS::IAM::ManagedPolicy": new Set(["Description", "ManagedPolicyName", "Path", "PolicyDocument", "Roles"]),
};

export function iamProvisioners(accountId: string, book: RoleBook): Readonly<Record<string, Provisioner>> {
  const roleArn = (name: string) => `arn:aws:iam::${accountId}:role/${name}`;
  return {
    "AWS::IAM::Role": checked("AWS::IAM::Role", (request) => createRole(request, roleArn, book)),
    "AWS::IAM::Policy": checked("AWS::IAM::Policy", (request) => createInlinePolicy(request, roleArn, book)),
    "AWS::IAM::ManagedPolicy": checked("AWS::IAM::ManagedPolicy", (request) =>
      createManagedPolicy(request, accountId, roleArn, book),
    ),
  };
}

function checked(type: string, provision: (request: ProvisionRequest) => Provisioned): Provisioner {
  return (request) => {
    const unknown = Object.keys(request.properties).find((name) => !KNOWN_PROPERTIES[type]?.has(name));
    if (unknown) throw new PolicyError(request.logicalId, `the lab does not know ${type}.${unknown}`);
    return provision(request);
  };
}

function createRole(
  { logicalId, stackName, properties }: ProvisionRequest,
  roleArn: (name: string) => string,
  book: RoleBook,
): Provisioned {
  const path = text(properties, "Path") ?? "/";
  const name = text(properties, "RoleName") ?? `${stackName}-${logicalId}`.slice(0, 64);
  const arn = roleArn(`${path.slice(1)}${name}`);
  book.createRole(arn, properties.AssumeRolePolicyDocument);
  for (const policy of list<Properties>(properties, "Policies")) {
    book.addInlinePolicy(arn, String(policy.PolicyName), policy.PolicyDocument);
  }
  for (const policyArn of list<string>(properties, "ManagedPolicyArns")) book.attach(arn, policyArn);
  return { ref: name, attributes: { Arn: arn, RoleId: `AROA${name.toUpperCase().replace(/[^A-Z0-9]/g, "")}` } };
}

function createInlinePolicy(
  { logicalId, properties }: ProvisionRequest,
  roleArn: (name: string) => string,
  book: RoleBook,
): Provisioned {
  const name = text(properties, "PolicyName") ?? logicalId;
  for (const role of list<string>(properties, "Roles"))
    book.addInlinePolicy(roleArn(role), name, properties.PolicyDocument);
  return { ref: name, attributes: { Id: name } };
}

function createManagedPolicy(
  { logicalId, stackName, properties }: ProvisionRequest,
  accountId: string,
  roleArn: (name: string) => string,
  book: RoleBook,
): Provisioned {
  const path = text(properties, "Path") ?? "/";
  const name = text(properties, "ManagedPolicyName") ?? `${stackName}-${logicalId}`;
  const arn = `arn:aws:iam::${accountId}:policy${path}${name}`;
  book.createManagedPolicy(arn, name, properties.PolicyDocument);
  for (const role of list<string>(properties, "Roles")) book.attach(roleArn(role), arn);
  return { ref: arn, attributes: { PolicyArn: arn } };
}

function text(properties: Properties, name: string): string | undefined {
  const value = properties[name];
  return typeof value === "string" ? value : undefined;
}

function list<Item>(properties: Properties, name: string): readonly Item[] {
  const value = properties[name];
  return Array.isArray(value) ? value : [];
}
