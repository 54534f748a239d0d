/**
 * The SDK does not validate input, AWS does: a required member that is missing is refused before anything happens. The
 * schemas know which: of a structure's members the first N are required.
 */
import { NormalizedSchema } from "@smithy/core/schema";
import type { $SchemaRef } from "@smithy/types";
import { AwsError } from "../kernel/service";

/** How each service names the refusal; all others say ValidationException. Codes: the services' API references. */
const VALIDATION_CODES: Readonly<Record<string, string>> = {
  autoscaling: "ValidationError",
  ec2: "MissingParameter",
  elasticloadbalancing: "ValidationError",
  lambda: "InvalidParameterValueException",
  monitoring: "MissingParameter",
  rds: "MissingParameter",
  route53: "InvalidInput",
  sns: "InvalidParameter",
  sqs: "MissingParameter",
  sts: "ValidationError",
};

/** @throws AwsError when a required member is missing, at any depth */
export function assertRequiredMembers(signingName: string, schema: $SchemaRef, input: unknown): void {
  const missing = missingMembers(NormalizedSchema.of(schema), input, "");
  const [first] = missing;
  if (first === undefined) return;
  const code = VALIDATION_CODES[signingName] ?? "ValidationException";
  throw new AwsError(code, wording(code, missing, first));
}

function wording(code: string, missing: readonly string[], first: string): string {
  if (code === "MissingParameter") return `The request must contain the parameter ${first}`;
  const count = missing.length === 1 ? "1 validation error" : `${missing.length} validation errors`;
  const sentences = missing.map(
    (path) => `Value null at '${lowerFirst(path)}' failed to satisfy constraint: Member must not be null`,
  );
  return `${count} detected: ${sentences.join("; ")}`;
}

function lowerFirst(path: string): string {
  return path.charAt(0).toLowerCase() + path.slice(1);
}

function missingMembers(schema: NormalizedSchema, value: unknown, path: string): string[] {
  if (value === null || value === undefined) return [];
  if (schema.isListSchema() && Array.isArray(value)) {
    return value.flatMap((item, index) => missingMembers(schema.getValueSchema(), item, `${path}.${index + 1}.member`));
  }
  if (schema.isMapSchema()) {
    return Object.entries(value).flatMap(([key, item]) =>
      missingMembers(schema.getValueSchema(), item, `${path}.${key}`),
    );
  }
  return schema.isStructSchema() ? missingInStructure(schema, value as Record<string, unknown>, path) : [];
}

function missingInStructure(
  schema: NormalizedSchema,
  value: Readonly<Record<string, unknown>>,
  path: string,
): string[] {
  return demandsOf(schema).flatMap(({ name, member, isRequired, isDemanding }) => {
    const memberPath = path ? `${path}.${name}` : name;
    if (isRequired && (value[name] === undefined || value[name] === null)) return [memberPath];
    return isDemanding ? missingMembers(member, value[name], memberPath) : [];
  });
}

/** What a structure demands of one of its members. */
interface Demand {
  readonly name: string;
  readonly member: NormalizedSchema;
  readonly isRequired: boolean;
  /** Whether anything within the member may be required. */
  readonly isDemanding: boolean;
}

const demands = new WeakMap<object, readonly Demand[]>();

/** Members of which something can be missing, worked out once per structure for the life of the process. */
function demandsOf(schema: NormalizedSchema): readonly Demand[] {
  const shape = schema.getSchema() as object;
  const known = demands.get(shape);
  if (known) return known;
  const requiredCount = requiredCountOf(schema);
  const found = [...schema.structIterator()].map(([name, member], position) => ({
    name,
    member,
    isRequired: position < requiredCount && !member.isIdempotencyToken(),
    isDemanding: isDemanding(member, new Set([shape])),
  }));
  const kept = found.filter((demand) => demand.isRequired || demand.isDemanding);
  demands.set(shape, kept);
  return kept;
}

/** `within`: structures that are being looked at; one that contains itself demands nothing more the second time. */
function isDemanding(schema: NormalizedSchema, within: ReadonlySet<object>): boolean {
  if (schema.isListSchema() || schema.isMapSchema()) return isDemanding(schema.getValueSchema(), within);
  if (!schema.isStructSchema()) return false;
  const shape = schema.getSchema() as object;
  if (within.has(shape)) return requiredCountOf(schema) > 0;
  if (requiredCountOf(schema) > 0) return true;
  return [...schema.structIterator()].some(([, member]) => isDemanding(member, new Set([...within, shape])));
}

function requiredCountOf(schema: NormalizedSchema): number {
  const shape: unknown = schema.getSchema();
  const count: unknown = Array.isArray(shape) ? shape[6] : 0;
  return typeof count === "number" ? count : 0;
}
