/**
 * Copies values by their schema, as a trip over the wire would: nothing is shared, members that the schema does not know are
 * gone, and so are absent ones. Compiled once per schema for the life of the process.
 */
import { NormalizedSchema } from "@smithy/core/schema";
import { Uint8ArrayBlobAdapter } from "@smithy/core/serde";
import type { $SchemaRef } from "@smithy/types";

type Copy = (value: unknown) => unknown;

const HTTP_DATE_SCHEMA = 6;
const copies = new WeakMap<object, Copy>();

/** @throws TypeError for a value that is not what the schema says: a fault of the caller or of a model */
export function copyBySchema(schema: $SchemaRef, value: unknown): Record<string, unknown> {
  const known = typeof schema === "object" ? copies.get(schema) : undefined;
  if (known) return known(value ?? {}) as Record<string, unknown>;
  return copyOf(NormalizedSchema.of(schema))(value ?? {}) as Record<string, unknown>;
}

function copyOf(schema: NormalizedSchema): Copy {
  const shape: unknown = schema.getSchema();
  if (typeof shape !== "object" || shape === null) return simpleCopy(schema);
  const known = copies.get(shape);
  if (known) return known;
  const inner: { copy: Copy } = { copy: refuse };
  // Entered before it is made: shapes may contain themselves.
  const copy: Copy = (value) => inner.copy(value);
  copies.set(shape, copy);
  inner.copy = compoundCopy(schema);
  copies.set(shape, inner.copy);
  return inner.copy;
}

function compoundCopy(schema: NormalizedSchema): Copy {
  if (schema.isListSchema()) return listCopy(copyOf(schema.getValueSchema()));
  if (schema.isMapSchema()) return mapCopy(copyOf(schema.getValueSchema()));
  return schema.isStructSchema() ? structureCopy(schema) : simpleCopy(schema);
}

function structureCopy(schema: NormalizedSchema): Copy {
  const members = new Map<string, Copy>();
  for (const [name, member] of schema.structIterator()) members.set(name, copyOf(member));
  return (value) => {
    const source = asObject(value);
    const copied: Record<string, unknown> = {};
    for (const name of Object.keys(source)) {
      const member = source[name];
      if (member === undefined || member === null) continue;
      const copy = members.get(name);
      if (copy) copied[name] = copy(member);
    }
    return copied;
  };
}

function listCopy(copyItem: Copy): Copy {
  return (value) => {
    if (!Array.isArray(value)) throw new TypeError(`A list was expected, not ${typeof value}.`);
    return value.filter((item) => item !== undefined && item !== null).map((item) => copyItem(item));
  };
}

function mapCopy(copyValue: Copy): Copy {
  return (value) => {
    const copied: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(asObject(value))) {
      if (item !== undefined && item !== null) copied[key] = copyValue(item);
    }
    return copied;
  };
}

function simpleCopy(schema: NormalizedSchema): Copy {
  if (schema.isUnitSchema()) return () => ({});
  if (schema.isListSchema()) return listCopy(copyOf(schema.getValueSchema()));
  if (schema.isMapSchema()) return mapCopy(copyOf(schema.getValueSchema()));
  if (schema.isTimestampSchema()) return timestampCopy(schema.getSchema() === HTTP_DATE_SCHEMA ? 1000 : 1);
  if (schema.isBlobSchema()) return bytesCopy;
  if (schema.isStringSchema()) return same("string");
  if (schema.isNumericSchema()) return same("number");
  return schema.isBooleanSchema() ? same("boolean") : refuse;
}

function same(type: "string" | "number" | "boolean"): Copy {
  return (value) => {
    if (typeof value !== type) throw new TypeError(`A ${type} was expected, not ${typeof value}.`);
    return value;
  };
}

function timestampCopy(precisionMs: number): Copy {
  return (value) => {
    if (!(value instanceof Date)) throw new TypeError(`A Date was expected, not ${typeof value}.`);
    return new Date(Math.floor(value.getTime() / precisionMs) * precisionMs);
  };
}

function bytesCopy(value: unknown): Uint8Array {
  if (typeof value === "string") return Uint8ArrayBlobAdapter.fromString(value);
  if (value instanceof Uint8Array) return Uint8ArrayBlobAdapter.mutate(Uint8Array.from(value));
  throw new TypeError(`Bytes were expected, not ${typeof value}.`);
}

function refuse(): never {
  throw new TypeError("The lab cannot copy documents, big numbers and streams.");
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TypeError(`A structure was expected, not ${Array.isArray(value) ? "a list" : typeof value}.`);
  }
  return value as Record<string, unknown>;
}
