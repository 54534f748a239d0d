/** Primary keys: checked against the table's key schema, and as text for looking items up. */
import { type AttributeValue, contentOf, type Item, typeOf } from "./attribute-value";
import type { KeySchema } from "./table-settings";
import { validationError } from "./validation";

export function keyNames({ partitionKey, sortKey }: KeySchema): readonly string[] {
  return sortKey === undefined ? [partitionKey] : [partitionKey, sortKey];
}

/** Throws a ValidationException unless `key` is exactly a primary key of the table. */
export function assertKey(keys: KeySchema, key: Item): void {
  const names = keyNames(keys);
  const isExact = Object.keys(key).length === names.length && names.every((name) => hasKeyType(keys, key, name));
  if (!isExact) throw validationError("The provided key element does not match the schema");
  assertNoEmptyKey(keys, key);
}

/** Throws a ValidationException unless an item has a primary key of the table. */
export function assertKeyInItem(keys: KeySchema, item: Item): void {
  for (const name of keyNames(keys)) {
    const value = item[name];
    if (!value) throw validationError(`One or more parameter values were invalid: Missing the key ${name} in the item`);
    if (hasKeyType(keys, item, name)) continue;
    throw validationError(
      `One or more parameter values were invalid: Type mismatch for key ${name} expected: ${keys.types[name]} actual: ${typeOf(value)}`,
    );
  }
  assertNoEmptyKey(keys, item);
}

function hasKeyType(keys: KeySchema, item: Item, name: string): boolean {
  const value = item[name];
  return value !== undefined && typeOf(value) === keys.types[name];
}

function assertNoEmptyKey(keys: KeySchema, item: Item): void {
  const empty = keyNames(keys).find((name) => isEmpty(item[name]));
  if (empty === undefined) return;
  throw validationError(
    `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${empty}`,
  );
}

function isEmpty(value: AttributeValue | undefined): boolean {
  return value !== undefined && (("S" in value && value.S === "") || ("B" in value && value.B.byteLength === 0));
}

export function keyOf(keys: KeySchema, item: Item): Item {
  return Object.fromEntries(keyNames(keys).flatMap((name) => (item[name] ? [[name, item[name]]] : [])));
}

/** The same text for equal keys, another for others. */
export function keyText(keys: KeySchema, item: Item): string {
  return JSON.stringify(keyNames(keys).map((name) => (item[name] ? textOf(item[name]) : "")));
}

function textOf(value: AttributeValue): string {
  const content = contentOf(value);
  return content instanceof Uint8Array ? Buffer.from(content).toString("base64") : String(content);
}
