/** Reads members of decoded API input, which is unknown data until it was looked at. */
import { AwsError } from "../../kernel/service";

export type Input = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A member that the operation cannot do without. */
export function requiredText(input: Input, name: string): string {
  const value = input[name];
  if (typeof value !== "string" || value === "") throw new AwsError("ValidationException", `${name} is required`);
  return value;
}

export function optionalText(input: Input, name: string): string | undefined {
  const value = input[name];
  return typeof value === "string" ? value : undefined;
}

export function optionalNumber(input: Input, name: string): number | undefined {
  const value = input[name];
  return typeof value === "number" ? value : undefined;
}

/** A list of structures; empty when the member is absent. */
export function records(input: Input, name: string): readonly Input[] {
  const value = input[name];
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** A list of strings; undefined when the member is absent. */
export function optionalTexts(input: Input, name: string): readonly string[] | undefined {
  const value = input[name];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : undefined;
}
