/** AWS Systems Manager Parameter Store of one Region. Signing name `ssm`. */
import type { LabContext } from "../../kernel/ports";
import type { Provisioned, Provisioner, ProvisionRequest, Provisions } from "../../kernel/provision";
import type { RandomSource } from "../../kernel/random";
import { type ApiCall, AwsError, type ServiceModel } from "../../kernel/service";
import { physicalName } from "../platform/arns";
import { optionalTexts, requiredText } from "../platform/input";
import { type Operations, perform } from "../platform/operations";
import { Properties } from "../platform/properties";

interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly value: string;
  readonly changedAtMs: number;
}

export class SsmService implements ServiceModel, Provisions {
  readonly provisioners: Readonly<Record<string, Provisioner>> = {
    "AWS::SSM::Parameter": (request) => this.provisionParameter(request),
  };
  private readonly random: RandomSource;
  private readonly parameters = new Map<string, Parameter>();
  private readonly operations: Operations = {
    GetParameter: ({ input }) => ({ Parameter: this.describe(this.find(requiredText(input, "Name"))) }),
    GetParameters: ({ input }) => {
      const names = optionalTexts(input, "Names") ?? [];
      const found = names.flatMap((name) => this.parameters.get(name) ?? []);
      const InvalidParameters = names.filter((name) => !this.parameters.has(name));
      return { Parameters: found.map((parameter) => this.describe(parameter)), InvalidParameters };
    },
  };

  constructor(
    private readonly lab: LabContext,
    private readonly region: string,
  ) {
    this.random = lab.random.fork(`ssm/${region}`);
  }

  handle(call: ApiCall): unknown {
    return perform(this.operations, call);
  }

  /** What an operator stored before the deployment. */
  seed(name: string, value: string): void {
    this.parameters.set(name, { name, type: "String", value, changedAtMs: this.lab.clock.now() });
  }

  /** Value for a template parameter of type `AWS::SSM::Parameter::Value<String>`; throws where it does not exist. */
  value(name: string): string {
    return this.find(name).value;
  }

  private find(name: string): Parameter {
    const parameter = this.parameters.get(name);
    if (!parameter) throw new AwsError("ParameterNotFound", `parameter ${name} does not exist in ${this.region}`);
    return parameter;
  }

  private describe({ name, type, value, changedAtMs }: Parameter): unknown {
    const ARN = `arn:aws:ssm:${this.region}:${this.lab.accountId}:parameter${name.startsWith("/") ? "" : "/"}${name}`;
    return { Name: name, Type: type, Value: value, Version: 1, ARN, LastModifiedDate: new Date(changedAtMs) };
  }

  private provisionParameter(request: ProvisionRequest): Provisioned {
    const properties = Properties.of(request);
    const name = properties.optionalText("Name") ?? physicalName(request, this.random);
    const type = properties.text("Type");
    const value = properties.text("Value");
    properties.finish(["Description", "Tags", "Tier"]);
    if (this.parameters.has(name)) throw new Error(`parameter ${name} exists`);
    this.parameters.set(name, { name, type, value, changedAtMs: this.lab.clock.now() });
    return { ref: name, attributes: { Type: type, Value: value } };
  }
}
