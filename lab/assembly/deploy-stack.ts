/**
 * Creates one stack. Like CloudFormation it starts every resource as soon as what it needs exists, so a missing
 * dependency shows: nothing is created in a lucky order.
 */
import type { Provisioned } from "../kernel/provision";
import { createCustomResource, isCustomResource } from "./custom-resource";
import { dependencyOrder } from "./dependency-order";
import type { DeploymentPorts } from "./deployment-ports";
import { AssemblyError, UnknownResourceTypeError } from "./errors";
import { resolveValue } from "./intrinsics";
import type { AssemblyStack } from "./read-assembly";
import { resourceDependencies } from "./references";
import { StackScope } from "./stack-scope";
import { IGNORED_RESOURCE_TYPES, IGNORED_RULES, type TemplateResource } from "./template";

/** Shortest and longest time that creating one plain resource takes. [est] */
const CREATION_MS = { shortest: 500, longest: 2_000 } as const;

export interface DeployedStack {
  readonly name: string;
  readonly region: string;
  /** Values of the template's `Outputs`. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** @throws AssemblyError (or what a model refused) naming the resource; the stack then stays half created */
export async function deployStack(
  stack: AssemblyStack,
  assemblyFolder: string,
  exports: Map<string, string>,
  ports: DeploymentPorts,
): Promise<DeployedStack> {
  refuseUnknownRules(stack);
  const creation = new StackCreation(stack, assemblyFolder, new StackScope(stack, ports, exports), ports);
  await creation.createAll();
  return { name: stack.name, region: stack.region, outputs: creation.publishOutputs(exports) };
}

function refuseUnknownRules({ name, template }: AssemblyStack): void {
  const unknown = Object.keys(template.Rules).find((rule) => !IGNORED_RULES.includes(rule));
  if (unknown) throw new AssemblyError(`Stack ${name} has the rule ${unknown}; the lab does not know it.`);
}

class StackCreation {
  private readonly dependencies: ReadonlyMap<string, readonly string[]>;

  constructor(
    private readonly stack: AssemblyStack,
    private readonly assemblyFolder: string,
    private readonly scope: StackScope,
    private readonly ports: DeploymentPorts,
  ) {
    const { template } = stack;
    const exists = (id: string): boolean => this.exists(template.Resources[id]);
    this.dependencies = new Map(
      Object.entries(template.Resources)
        .filter(([id]) => exists(id))
        .map(([id, resource]) => [id, resourceDependencies(template, resource, exists)]),
    );
  }

  /** Types are judged before anything is created, as a template's validation would. */
  async createAll(): Promise<void> {
    const order = dependencyOrder(this.dependencies, `stack ${this.stack.name}`);
    for (const id of order) this.refuseUnknownType(id);
    const finished = new Map<string, Promise<void>>();
    for (const id of order) {
      const needs = (this.dependencies.get(id) ?? []).map((need) => finished.get(need));
      finished.set(id, this.createAfter(id, needs));
    }
    await Promise.all(finished.values());
  }

  publishOutputs(exports: Map<string, string>): Record<string, string> {
    const outputs: Record<string, string> = {};
    for (const [id, output] of Object.entries(this.stack.template.Outputs)) {
      if (output.Condition && !this.scope.condition(output.Condition)) continue;
      const value = String(resolveValue(output.Value, this.scope));
      outputs[id] = value;
      if (output.Export) exports.set(String(resolveValue(output.Export.Name, this.scope)), value);
    }
    return outputs;
  }

  private exists(resource: TemplateResource | undefined): boolean {
    if (!resource || IGNORED_RESOURCE_TYPES.includes(resource.Type)) return false;
    return resource.Condition === undefined || this.scope.condition(resource.Condition) === true;
  }

  private refuseUnknownType(logicalId: string): void {
    const { Type } = this.resource(logicalId);
    const known = this.ports.provisioners(this.stack.region);
    if (isCustomResource(Type) || Type in known) return;
    throw new UnknownResourceTypeError(Type, logicalId, this.stack.name, Object.keys(known));
  }

  private async createAfter(logicalId: string, needs: readonly (Promise<void> | undefined)[]): Promise<void> {
    await Promise.all(needs);
    await this.ports.clock.sleep(this.ports.random.between(CREATION_MS.shortest, CREATION_MS.longest));
    const { Type } = this.resource(logicalId);
    try {
      this.scope.add(logicalId, await this.create(logicalId, Type));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new AssemblyError(`Stack ${this.stack.name}, resource ${logicalId} (${Type}): ${reason}`, { cause: error });
    }
    this.record(logicalId, Type);
  }

  private async create(logicalId: string, type: string): Promise<Provisioned> {
    const { stack, scope, ports } = this;
    const { Properties, Metadata } = this.resource(logicalId);
    const properties = Object.fromEntries(
      Object.entries(resolveValue(Properties, scope) as Readonly<Record<string, unknown>>),
    );
    const request = {
      logicalId,
      stackName: stack.name,
      region: stack.region,
      properties,
      metadata: Metadata,
      assemblyFolder: this.assemblyFolder,
    };
    if (isCustomResource(type)) return createCustomResource({ ...request, type, stackId: scope.stackId }, ports);
    const provisioner = ports.provisioners(stack.region)[type];
    if (!provisioner) throw new UnknownResourceTypeError(type, logicalId, stack.name, []);
    return provisioner(request);
  }

  private resource(logicalId: string): TemplateResource {
    const resource = this.stack.template.Resources[logicalId];
    if (!resource) throw new AssemblyError(`Stack ${this.stack.name} has no resource ${logicalId}.`);
    return resource;
  }

  private record(logicalId: string, type: string): void {
    this.ports.journal.record({
      place: this.stack.region,
      actor: "cloudformation",
      kind: "resource-created",
      summary: `${this.stack.name}: created ${logicalId} (${type}).`,
      facts: { stack: this.stack.name, logicalId, type },
    });
  }
}
