/** Carries an update out on a copy of an item. Every value is computed from the item as it was before the update. */
import { type AttributeValue, areEqual, type Item, membersOf, setOf, typeOf } from "../attribute-value";
import { addNumbers, subtractNumbers } from "../decimal";
import { validationError } from "../validation";
import { type Path, readPath } from "./paths";
import type { UpdateAction, UpdateValue } from "./syntax";
import { removeAt, setAt } from "./write-path";

export function applyUpdate(actions: readonly UpdateAction[], before: Item): Item {
  const writes = actions.flatMap((action) => writeOf(action, before));
  const [sets, removals] = [writes.filter(isSet), writes.filter((write) => !isSet(write))];
  const withSets = inListOrder(sets, "ascending").reduce((item, { path, value }) => setAt(item, path, value), before);
  return inListOrder(removals, "descending").reduce((item, { path }) => removeAt(item, path), withSets);
}

/** A new value for a path, or its removal. */
interface Write {
  readonly path: Path;
  readonly value: AttributeValue | undefined;
}

function isSet(write: Write): write is Write & { readonly value: AttributeValue } {
  return write.value !== undefined;
}

/** Elements are appended from the front and removed from the back, so that indexes keep meaning what they meant. */
function inListOrder<Some extends Write>(
  writes: readonly Some[],
  direction: "ascending" | "descending",
): readonly Some[] {
  const sign = direction === "ascending" ? 1 : -1;
  const lastIndex = ({ path }: Write) => Number(path.at(-1));
  return writes.toSorted((left, right) => (lastIndex(left) - lastIndex(right)) * sign || 0);
}

function writeOf(action: UpdateAction, before: Item): readonly Write[] {
  const { path } = action;
  if (action.kind === "set") return [{ path, value: computed(action.value, before) }];
  if (action.kind === "remove") return [{ path, value: undefined }];
  const existing = readPath(before, path);
  return action.kind === "add"
    ? [{ path, value: added(existing, action.value) }]
    : deleted(path, existing, action.value);
}

function computed(value: UpdateValue, before: Item): AttributeValue {
  switch (value.kind) {
    case "value":
      return value.value;
    case "path":
      return existingAt(before, value.path);
    case "if-not-exists":
      return readPath(before, value.path) ?? computed(value.otherwise, before);
    case "list-append":
      return appended(computed(value.first, before), computed(value.second, before));
    case "plus":
    case "minus":
      return calculated(value.kind, computed(value.left, before), computed(value.right, before));
    case "size":
      throw validationError(
        "Invalid UpdateExpression: The function is not allowed in an update expression; function: size",
      );
  }
}

function existingAt(before: Item, path: Path): AttributeValue {
  const value = readPath(before, path);
  if (value) return value;
  throw validationError("The provided expression refers to an attribute that does not exist in the item");
}

function appended(first: AttributeValue, second: AttributeValue): AttributeValue {
  if (!("L" in first) || !("L" in second)) throw wrongType();
  return { L: [...first.L, ...second.L] };
}

function calculated(kind: "plus" | "minus", left: AttributeValue, right: AttributeValue): AttributeValue {
  if (!("N" in left) || !("N" in right)) throw wrongType();
  return { N: kind === "plus" ? addNumbers(left.N, right.N) : subtractNumbers(left.N, right.N) };
}

function added(existing: AttributeValue | undefined, value: AttributeValue): AttributeValue {
  if (!existing) return value;
  if ("N" in existing && "N" in value) return { N: addNumbers(existing.N, value.N) };
  if (typeOf(existing) !== typeOf(value) || "N" in value) throw wrongType();
  const present = membersOf(existing);
  const fresh = membersOf(value).filter((member) => !present.some((other) => areEqual(member, other)));
  return setOf(typeOf(existing), [...present, ...fresh]);
}

/** A set that loses its last member is removed with it. */
function deleted(path: Path, existing: AttributeValue | undefined, value: AttributeValue): readonly Write[] {
  if (!existing) return [];
  if (typeOf(existing) !== typeOf(value)) throw wrongType();
  const unwanted = membersOf(value);
  const left = membersOf(existing).filter((member) => !unwanted.some((other) => areEqual(member, other)));
  return [{ path, value: left.length > 0 ? setOf(typeOf(existing), left) : undefined }];
}

function wrongType(): Error {
  return validationError("An operand in the update expression has an incorrect data type");
}
