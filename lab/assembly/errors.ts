/** A cloud assembly that the lab cannot deploy, or that CloudFormation would not. */
export class AssemblyError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** A template declares a resource type that no simulated service knows; a silent skip would make every drill a lie. */
export class UnknownResourceTypeError extends AssemblyError {
  constructor(type: string, logicalId: string, stackName: string, knownTypes: readonly string[]) {
    super(
      `The lab does not know the resource type ${type} (resource ${logicalId} in stack ${stackName}). ` +
        `It knows: ${[...knownTypes].sort().join(", ")}.`,
    );
  }
}

/** Resources that wait for each other can never be created. */
export class CircularDependencyError extends AssemblyError {
  constructor(where: string, cycle: readonly string[]) {
    super(`Circular dependency in ${where}: ${cycle.join(" -> ")}.`);
  }
}

/** A custom resource's function answered FAILED, or not at all. */
export class CustomResourceFailedError extends AssemblyError {}
