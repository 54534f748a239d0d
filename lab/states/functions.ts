/** The JSONata functions that Step Functions adds or redefines, and the clock and randomness they draw from. */
import { createHash } from "node:crypto";
import type jsonata from "jsonata";
import { isJsonObject } from "./json";

/** What the time and randomness functions of one execution draw from. */
export interface FunctionSources {
  now(): number;
  random(): number;
  uuid(): string;
}

/** Bound beside the variables; a name that no expression can spell. */
export const SOURCES_BINDING = " sources";

const LONGEST_RANGE = 1000;
const HASH_ALGORITHMS: Readonly<Record<string, string>> = {
  MD5: "md5",
  "SHA-1": "sha1",
  "SHA-256": "sha256",
  "SHA-384": "sha384",
  "SHA-512": "sha512",
};

/** AWS's own texts for the errors of these functions are not published. [est] */
class FunctionError extends Error {
  override readonly name = "FunctionError";
}

function sourcesOf(focus: jsonata.Focus): FunctionSources {
  return focus.environment.lookup(SOURCES_BINDING);
}

function partition(items: readonly unknown[], size: number): unknown[] {
  if (!Number.isInteger(size) || size < 1)
    throw new FunctionError("The chunk size of $partition must be a positive integer");
  const chunks: unknown[] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
}

/** Includes the end. One element is answered bare, none as nothing: the result is a JSONata sequence. */
function range(first: number, last: number, step: number): unknown {
  if (step === 0) throw new FunctionError("The step of $range must not be zero");
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > LONGEST_RANGE) throw new FunctionError(`$range answers at most ${LONGEST_RANGE} numbers`);
  const numbers = Array.from({ length }, (_, index) => first + index * step);
  return numbers.length > 1 ? numbers : numbers[0];
}

function hash(content: unknown, algorithm: string): string {
  const name = HASH_ALGORITHMS[algorithm];
  if (name === undefined) throw new FunctionError(`$hash knows ${Object.keys(HASH_ALGORITHMS).join(", ")}`);
  const text = typeof content === "string" ? content : JSON.stringify(content);
  return createHash(name).update(text, "utf8").digest("hex");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new FunctionError("The argument of $parse is not valid JSON");
  }
}

/** With a seed the same number every time; the generator behind AWS's own is not published. [est] */
function seededRandom(seed: number): number {
  const digest = createHash("sha256").update(String(seed)).digest();
  return digest.readUInt32BE(0) / 0x1_0000_0000;
}

/** Registers everything on a freshly compiled expression. */
export function registerFunctions(expression: jsonata.Expression): void {
  expression.registerFunction("partition", partition, "<an:a>");
  expression.registerFunction("range", range, "<nnn:x>");
  expression.registerFunction("hash", hash, "<xs:s>");
  expression.registerFunction("parse", parse, "<s-:x>");
  expression.registerFunction("uuid", uuid, "<:s>");
  expression.registerFunction("random", random, "<n?:n>");
  expression.registerFunction("millis", millis, "<:n>");
  expression.registerFunction("now", now, "<s?s?:s>");
  // Step Functions has no $eval: calling it is calling a non-function.
  expression.assign("eval", undefined);
}

function uuid(this: jsonata.Focus): string {
  return sourcesOf(this).uuid();
}

function random(this: jsonata.Focus, seed?: number): number {
  return seed === undefined ? sourcesOf(this).random() : seededRandom(seed);
}

function millis(this: jsonata.Focus): number {
  return sourcesOf(this).now();
}

function now(this: jsonata.Focus, picture?: string, timezone?: string): unknown {
  const fromMillis: unknown = this.environment.lookup("fromMillis");
  if (!isJsonObject(fromMillis) || typeof fromMillis.implementation !== "function")
    throw new FunctionError("no $fromMillis");
  return Reflect.apply(fromMillis.implementation, this, [sourcesOf(this).now(), picture, timezone]);
}
