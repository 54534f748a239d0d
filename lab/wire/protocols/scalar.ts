/** Simple values as text: in query strings, headers and path labels. */
import type { NormalizedSchema } from "@smithy/core/schema";

export function scalarFromText(schema: NormalizedSchema, text: string): unknown {
  if (schema.isBooleanSchema()) return text === "true";
  if (schema.isNumericSchema()) return Number(text);
  if (schema.isTimestampSchema()) return dateFromText(text);
  if (schema.isBlobSchema()) return Buffer.from(text, "base64");
  return text;
}

/** Epoch seconds or any date text. */
function dateFromText(text: string): Date {
  const epochSeconds = Number(text);
  return Number.isFinite(epochSeconds) && text !== "" ? new Date(epochSeconds * 1000) : new Date(text);
}

export function scalarToText(schema: NormalizedSchema, value: unknown): string {
  if (value instanceof Date) return schema.isTimestampSchema() ? value.toUTCString() : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  return String(value);
}
