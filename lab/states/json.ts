/** JSON values, and the one measure that Step Functions takes of them: their size as UTF-8 text. */

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Largest input, output or result of a state: 256 KiB. */
const LARGEST_DATA_BYTES = 262_144;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isOversized(text: string): boolean {
  if (text.length > LARGEST_DATA_BYTES) return true;
  if (text.length * 3 <= LARGEST_DATA_BYTES) return false;
  return Buffer.byteLength(text) > LARGEST_DATA_BYTES;
}

/** JSON's own names of types, as error messages use them. */
export function typeName(value: Json): "array" | "boolean" | "null" | "number" | "object" | "string" {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value as "boolean" | "number" | "object" | "string";
}
