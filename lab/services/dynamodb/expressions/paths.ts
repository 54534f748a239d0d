/** Document paths: `a.b[2].c`. */
import type { AttributeValue, Item } from "../attribute-value";

/** Attribute names and list indexes from the item down. The first step is an attribute name. */
export type Path = readonly [string, ...(string | number)[]];

/** As DynamoDB writes paths in messages: `[a, b, [2]]`. */
export function describePath(path: Path): string {
  return `[${path.map((step) => (typeof step === "number" ? `[${step}]` : step)).join(", ")}]`;
}

export function readPath(item: Item, path: Path): AttributeValue | undefined {
  const [attribute, ...steps] = path;
  let value: AttributeValue | undefined = Object.hasOwn(item, attribute) ? item[attribute] : undefined;
  for (const step of steps) value = value === undefined ? undefined : childOf(value, step);
  return value;
}

export function childOf(value: AttributeValue, step: string | number): AttributeValue | undefined {
  if (typeof step === "number") return "L" in value ? value.L[step] : undefined;
  return "M" in value && Object.hasOwn(value.M, step) ? value.M[step] : undefined;
}

/** Whether one path is the other or leads to it. */
export function overlap(left: Path, right: Path): boolean {
  const shorter = Math.min(left.length, right.length);
  return left.slice(0, shorter).every((step, index) => step === right[index]);
}
