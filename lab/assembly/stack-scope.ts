/** What the names in one stack's template mean while the stack is being created. */
import type { Provisioned } from "../kernel/provision";
import type { DeploymentPorts } from "./deployment-ports";
import { AssemblyError } from "./errors";
import { NO_VALUE, type ResolutionScope, resolveValue } from "./intrinsics";
import type { AssemblyStack } from "./read-assembly";

export class StackScope implements ResolutionScope {
  readonly region: string;
  readonly stackId: string;
  private readonly created = new Map<string, Provisioned>();
  private readonly conditions = new Map<string, boolean>();
  private readonly pseudoParameters: Readonly<Record<string, unknown>>;

  /** @param exports `Export` names to values of the Region, shared by its stacks */
  constructor(
    private readonly stack: AssemblyStack,
    private readonly ports: Pick<DeploymentPorts, "ssmParameter" | "random">,
    private readonly exports: ReadonlyMap<string, string>,
  ) {
    const { account, region, name } = stack;
    this.region = region;
    this.stackId = `arn:aws:cloudformation:${region}:${account}:stack/${name}/${ports.random.uuid()}`;
    this.pseudoParameters = {
      "AWS::Partition": "aws",
      "AWS::Region": region,
      "AWS::AccountId": account,
      "AWS::StackName": name,
      "AWS::StackId": this.stackId,
      "AWS::URLSuffix": "amazonaws.com",
      "AWS::NotificationARNs": [],
      "AWS::NoValue": NO_VALUE,
    };
  }

  add(logicalId: string, provisioned: Provisioned): void {
    this.created.set(logicalId, provisioned);
  }

  ref(name: string): unknown {
    return this.pseudoParameters[name] ?? this.created.get(name)?.ref ?? this.parameter(name);
  }

  attribute(logicalId: string, attribute: string): unknown {
    return this.created.get(logicalId)?.attributes[attribute];
  }

  condition(name: string): boolean | undefined {
    const cached = this.conditions.get(name);
    if (cached !== undefined || !(name in this.stack.template.Conditions)) return cached;
    const holds = resolveValue(this.stack.template.Conditions[name], this) === true;
    this.conditions.set(name, holds);
    return holds;
  }

  mapping(map: string, first: string, second: string): unknown {
    return this.stack.template.Mappings[map]?.[first]?.[second];
  }

  importValue(exportName: string): string | undefined {
    return this.exports.get(exportName);
  }

  ssmParameter(name: string): string | undefined {
    return this.ports.ssmParameter(this.region, name);
  }

  private parameter(name: string): unknown {
    const parameter = this.stack.template.Parameters[name];
    if (!parameter) return undefined;
    if (parameter.Default === undefined) {
      throw new AssemblyError(`Parameter ${name} of stack ${this.stack.name} has no default, and the lab gives none.`);
    }
    if (!parameter.Type.startsWith("AWS::")) return this.plainParameter(name, parameter.Type, parameter.Default);
    return this.parameterFromStore(name, parameter.Type, String(parameter.Default));
  }

  private plainParameter(name: string, type: string, value: string | number): unknown {
    if (type === "CommaDelimitedList") return String(value).split(",");
    if (type !== "String" && type !== "Number") {
      throw new AssemblyError(
        `Parameter ${name} of stack ${this.stack.name} has the type ${type}; the lab does not know it.`,
      );
    }
    return String(value);
  }

  private parameterFromStore(name: string, type: string, storeName: string): string {
    if (type !== "AWS::SSM::Parameter::Value<String>") {
      throw new AssemblyError(
        `Parameter ${name} of stack ${this.stack.name} has the type ${type}; the lab does not know it.`,
      );
    }
    const value = this.ssmParameter(storeName);
    if (value === undefined) {
      throw new AssemblyError(`Stack ${this.stack.name}: no SSM parameter ${storeName} in ${this.region}.`);
    }
    return value;
  }
}
