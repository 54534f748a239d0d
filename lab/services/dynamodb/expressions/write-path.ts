/** Copies of an item with one path changed; the item itself is never touched. */
import type { AttributeValue, Item } from "../attribute-value";
import { validationError } from "../validation";
import { childOf, type Path } from "./paths";

type Step = string | number;
/** Undefined: remove what is there. */
type Change = AttributeValue | undefined;

export function setAt(item: Item, path: Path, value: AttributeValue): Item {
  return changedItem(item, path, value);
}

/** Removing what does not exist changes nothing; a path through something that does not exist is an error, as on AWS. */
export function removeAt(item: Item, path: Path): Item {
  return changedItem(item, path, undefined);
}

function changedItem(item: Item, [attribute, ...steps]: Path, change: Change): Item {
  const [next, ...rest] = steps;
  if (next === undefined) return withAttribute(item, attribute, change);
  const existing = Object.hasOwn(item, attribute) ? item[attribute] : undefined;
  return { ...item, [attribute]: changedInside(existing, next, rest, change) };
}

function withAttribute(item: Item, attribute: string, change: Change): Item {
  if (change !== undefined) return { ...item, [attribute]: change };
  const { [attribute]: _removed, ...left } = item;
  return left;
}

function changedInside(
  parent: AttributeValue | undefined,
  step: Step,
  rest: readonly Step[],
  change: Change,
): AttributeValue {
  if (!parent) throw invalidPath();
  const [next, ...further] = rest;
  const child = next === undefined ? change : changedInside(childOf(parent, step), next, further, change);
  if (typeof step === "string" && "M" in parent) return { M: withAttribute(parent.M, step, child) };
  if (typeof step === "number" && "L" in parent) return { L: withElement(parent.L, step, child) };
  throw invalidPath();
}

/** Beyond the end, a value is appended. */
function withElement(list: readonly AttributeValue[], index: number, change: Change): readonly AttributeValue[] {
  if (change === undefined) return list.filter((_value, position) => position !== index);
  return index >= list.length ? [...list, change] : list.with(index, change);
}

function invalidPath(): Error {
  return validationError("The document path provided in the update expression is invalid for update");
}
