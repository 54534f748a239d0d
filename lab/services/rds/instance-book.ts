/** The instances of one Region by their present names, and all that there ever were. */
import { AwsError } from "../../kernel/service";
import type { DatabaseInstance } from "./database-instance";

export class InstanceBook {
  /** Oldest first; an instance stays in here whatever becomes of its name. */
  readonly all: DatabaseInstance[] = [];
  private readonly byName = new Map<string, DatabaseInstance>();

  add(instance: DatabaseInstance): void {
    this.refuseTaken(instance.id);
    this.all.push(instance);
    this.byName.set(instance.id, instance);
  }

  list(): readonly DatabaseInstance[] {
    return [...this.byName.values()];
  }

  find(id: string): DatabaseInstance | undefined {
    return this.byName.get(id);
  }

  /** Throws `DBInstanceNotFound`. */
  get(id: string): DatabaseInstance {
    const instance = this.byName.get(id);
    if (!instance) throw notFound(id);
    return instance;
  }

  /** The old name is free at once; nothing answers to it any more. */
  rename(instance: DatabaseInstance, newId: string): void {
    this.refuseTaken(newId);
    this.byName.delete(instance.id);
    instance.names.push(newId);
    this.byName.set(newId, instance);
  }

  /** What is deleted answers to no name; what it took stays on record. */
  remove({ id }: DatabaseInstance): void {
    this.byName.delete(id);
  }

  refuseTaken(id: string): void {
    if (this.byName.has(id)) throw new AwsError("DBInstanceAlreadyExists", `DB instance already exists: ${id}`);
  }
}

export function notFound(id: string): AwsError {
  return new AwsError("DBInstanceNotFound", `DBInstance ${id} not found.`, 404);
}

/** Operations take an instance by its name, in any case, or by its ARN. */
export function nameOf(identifier: string | undefined): string {
  if (!identifier)
    throw new AwsError("MissingParameter", "The request must contain the parameter DBInstanceIdentifier.");
  return identifier.slice(identifier.lastIndexOf(":") + 1).toLowerCase();
}

const NAME = /^[a-z](?!.*--)[a-z0-9-]{0,61}[a-z0-9]$|^[a-z]$/;

/** A name that a new or renamed instance may have. */
export function assertName(id: string): void {
  if (!NAME.test(id)) {
    throw new AwsError("InvalidParameterValue", `The parameter DBInstanceIdentifier is not a valid identifier: ${id}.`);
  }
}
