/** AWS KMS of one Region: keys, aliases and who may use them; nothing is encrypted. Signing name `kms`. */
import type { LabContext } from "../../kernel/ports";
import type { Provisioned, Provisioner, ProvisionRequest, Provisions } from "../../kernel/provision";
import type { RandomSource } from "../../kernel/random";
import { type ApiCall, AwsError, type ServiceModel } from "../../kernel/service";
import { nameInArn } from "../platform/arns";
import { requiredText } from "../platform/input";
import { type Operations, perform } from "../platform/operations";
import { Properties } from "../platform/properties";
import { assertResourceAccess } from "../platform/resource-policy";

interface Key {
  readonly arn: string;
  readonly policy: unknown;
}

export class KmsService implements ServiceModel, Provisions {
  readonly provisioners: Readonly<Record<string, Provisioner>> = {
    "AWS::KMS::Key": (request) => this.provisionKey(request),
    "AWS::KMS::Alias": (request) => this.provisionAlias(request),
  };
  private readonly random: RandomSource;
  private readonly keys = new Map<string, Key>();
  private readonly aliases = new Map<string, string>();
  private readonly operations: Operations = {
    GenerateDataKey: (call) => this.use(call),
    Decrypt: (call) => this.use(call),
    DescribeKey: (call) => {
      const { arn } = this.key(requiredText(call.input, "KeyId"));
      return { KeyMetadata: { KeyId: nameInArn(arn), Arn: arn, Enabled: true, KeyState: "Enabled" } };
    },
  };

  constructor(
    private readonly lab: LabContext,
    private readonly region: string,
  ) {
    this.random = lab.random.fork(`kms/${region}`);
  }

  handle(call: ApiCall): unknown {
    return perform(this.operations, call);
  }

  private use({ input, caller, operation }: ApiCall): unknown {
    const { arn, policy } = this.key(requiredText(input, "KeyId"));
    const access = { caller, action: `kms:${operation}`, resourceArn: arn, refusalCode: "AccessDeniedException" };
    assertResourceAccess(this.lab, policy, access);
    return { KeyId: arn };
  }

  private key(id: string): Key {
    const name = id.includes("alias/") ? id.slice(id.indexOf("alias/")) : nameInArn(id);
    if (name.startsWith("alias/aws/")) return this.managedKey(name);
    const key = this.keys.get(this.aliases.get(name) ?? name);
    if (!key) throw new AwsError("NotFoundException", `Key '${id}' does not exist`);
    return key;
  }

  /** AWS's own keys serve the account's principals only: no service in its own name, CloudWatch's alarms included [doc]. */
  private managedKey(alias: string): Key {
    const arn = `arn:aws:kms:${this.region}:${this.lab.accountId}:${alias}`;
    const Principal = { AWS: `arn:aws:iam::${this.lab.accountId}:root` };
    return { arn, policy: { Statement: [{ Effect: "Allow", Principal, Action: "kms:*", Resource: "*" }] } };
  }

  private provisionKey(request: ProvisionRequest): Provisioned {
    const properties = Properties.of(request);
    const policy = properties.optionalRecord("KeyPolicy");
    properties.finish(["Description", "EnableKeyRotation", "PendingWindowInDays", "RotationPeriodInDays", "Tags"]);
    const id = this.random.uuid();
    const arn = `arn:aws:kms:${this.region}:${this.lab.accountId}:key/${id}`;
    this.keys.set(id, { arn, policy });
    return { ref: id, attributes: { Arn: arn, KeyId: id } };
  }

  private provisionAlias(request: ProvisionRequest): Provisioned {
    const properties = Properties.of(request);
    const name = properties.text("AliasName");
    this.aliases.set(name, nameInArn(this.key(properties.text("TargetKeyId")).arn));
    properties.finish();
    return { ref: name, attributes: {} };
  }
}
