/**
 * Reads the properties of one CloudFormation resource, and refuses what nobody read: a property that changes behaviour
 * and is not simulated must stop the drill, never be skipped in silence.
 */
import type { ProvisionRequest } from "../../kernel/provision";
import { isRecord } from "./input";

export class Properties {
  private readonly read = new Set<string>();

  constructor(
    private readonly values: Readonly<Record<string, unknown>>,
    /** What error messages call this: a logical ID and a path. */
    private readonly where: string,
  ) {}

  static of(request: ProvisionRequest): Properties {
    return new Properties(request.properties, `${request.stackName}/${request.logicalId}`);
  }

  text(name: string): string {
    return this.optionalText(name) ?? this.refuse(name, "is required");
  }

  optionalText(name: string): string | undefined {
    const value = this.take(name);
    if (value === undefined) return undefined;
    return typeof value === "string" ? value : this.refuse(name, `must be text, got ${JSON.stringify(value)}`);
  }

  /** A number; CloudFormation also takes it written as text. */
  optionalNumber(name: string): number | undefined {
    const value = this.take(name);
    if (value === undefined) return undefined;
    const number = typeof value === "string" && value !== "" ? Number(value) : value;
    return typeof number === "number" && Number.isFinite(number) ? number : this.refuse(name, "must be a number");
  }

  number(name: string, fallback?: number): number {
    return this.optionalNumber(name) ?? fallback ?? this.refuse(name, "is required");
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.take(name) ?? fallback;
    if (value === true || value === "true") return true;
    return value === false || value === "false" ? false : this.refuse(name, "must be true or false");
  }

  texts(name: string): readonly string[] {
    return this.list(name).map((value) => (typeof value === "string" ? value : this.refuse(name, "must hold text")));
  }

  list(name: string): readonly unknown[] {
    const value = this.take(name) ?? [];
    return Array.isArray(value) ? value : this.refuse(name, "must be a list");
  }

  /** A structure as plain data. */
  optionalRecord(name: string): Readonly<Record<string, unknown>> | undefined {
    const value = this.take(name);
    if (value === undefined) return undefined;
    return isRecord(value) ? value : this.refuse(name, "must be an object");
  }

  /** A structure whose own properties are read, and refused, the same way. */
  optionalSection(name: string): Properties | undefined {
    const value = this.optionalRecord(name);
    return value && new Properties(value, `${this.where}.${name}`);
  }

  sections(name: string): readonly Properties[] {
    return this.list(name).map((value, index) =>
      isRecord(value)
        ? new Properties(value, `${this.where}.${name}[${index}]`)
        : this.refuse(name, "must hold objects"),
    );
  }

  /** Names what is known not to matter in the lab, then refuses everything that is left. */
  finish(harmless: readonly string[] = []): void {
    const unknown = Object.keys(this.values).filter((name) => !this.read.has(name) && !harmless.includes(name));
    if (unknown.length > 0) throw new Error(`${this.where}: the lab does not simulate ${unknown.join(", ")}`);
  }

  private take(name: string): unknown {
    this.read.add(name);
    return this.values[name];
  }

  private refuse(name: string, problem: string): never {
    throw new Error(`${this.where}.${name} ${problem}`);
  }
}
