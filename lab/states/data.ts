/** A JSON value together with its text: history, size limits and the next state all need the text, so it is made once. */
import type { Json } from "./json";

export interface Data {
  readonly value: Json;
  readonly text: string;
}

export function toData(value: Json): Data {
  return { value, text: JSON.stringify(value) };
}

/** Cuts every tie to what an outside party still holds, and drops what JSON cannot say. Nothing becomes null. */
export function fromOutside(value: unknown): Data {
  const text = JSON.stringify(value ?? null);
  return { value: JSON.parse(text), text };
}
