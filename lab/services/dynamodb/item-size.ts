/** Size of items by the rules of the developer guide ("Item sizes and formats"). */
import { type AttributeValue, contentOf, type Item } from "./attribute-value";

export const LARGEST_ITEM_BYTES = 400 * 1024;

/** Names and values in UTF-8. */
export function itemBytes(item: Item): number {
  return sum(Object.entries(item).map(([name, value]) => Buffer.byteLength(name) + valueBytes(value)));
}

function valueBytes(value: AttributeValue): number {
  if ("S" in value) return Buffer.byteLength(value.S);
  if ("N" in value) return numberBytes(value.N);
  if ("B" in value) return value.B.byteLength;
  if ("L" in value) return 3 + sum(value.L.map((one) => 1 + valueBytes(one)));
  if ("M" in value) return 3 + itemBytes(value.M) + Object.keys(value.M).length;
  if ("SS" in value) return sum(value.SS.map((text) => Buffer.byteLength(text)));
  if ("NS" in value) return sum(value.NS.map(numberBytes));
  return "BS" in value ? sum(value.BS.map((bytes) => bytes.byteLength)) : 1;
}

/** One byte per two significant digits, and one. */
function numberBytes(text: string): number {
  return Math.ceil(text.replace(/[^\d]/g, "").length / 2) + 1;
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}

/** What `size(path)` gives; undefined for types that have none. */
export function sizeOf(value: AttributeValue): number | undefined {
  if ("S" in value) return Buffer.byteLength(value.S);
  if ("B" in value) return value.B.byteLength;
  const content = contentOf(value);
  if (Array.isArray(content)) return content.length;
  return "M" in value ? Object.keys(value.M).length : undefined;
}
