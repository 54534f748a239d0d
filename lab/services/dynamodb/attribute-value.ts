/** Attribute values: their types, equality, order and size. */
import { canonicalNumber, compareNumbers } from "./decimal";
import { validationError } from "./validation";

export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: Uint8Array }
  | { readonly BOOL: boolean }
  | { readonly NULL: boolean }
  | { readonly L: readonly AttributeValue[] }
  | { readonly M: Item }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly Uint8Array[] };

export interface Item {
  readonly [attribute: string]: AttributeValue;
}

export const TYPE_NAMES = ["S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS"] as const;
export type TypeName = (typeof TYPE_NAMES)[number];

export function typeOf(value: AttributeValue): TypeName {
  const [type] = Object.keys(value);
  return type as TypeName;
}

/** The one member of the union, untyped: for code that treats several types alike. */
export function contentOf(value: AttributeValue): unknown {
  return Object.values(value)[0];
}

/** Throws a ValidationException for values that DynamoDB does not store; gives the value with canonical numbers. */
export function accepted(value: AttributeValue): AttributeValue {
  const members = Object.keys(value);
  if (members.length !== 1 || !TYPE_NAMES.includes(members[0] as TypeName)) {
    throw validationError("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
  }
  if ("N" in value) return { N: canonicalNumber(value.N) };
  if ("L" in value) return { L: value.L.map(accepted) };
  if ("M" in value) return { M: acceptedItem(value.M) };
  if ("SS" in value || "NS" in value || "BS" in value) return acceptedSet(value);
  if ("NULL" in value && !value.NULL) {
    throw validationError(
      "One or more parameter values were invalid: Null attribute value types must have the value of true",
    );
  }
  return value;
}

export function acceptedItem(item: Item): Item {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, accepted(value)]));
}

function acceptedSet(set: AttributeValue): AttributeValue {
  const members = membersOf(set).map(accepted);
  if (members.length === 0) {
    throw validationError(
      "One or more parameter values were invalid: An string set  may not be empty".replace("string", setWord(set)),
    );
  }
  const hasDuplicates = members.some((member, index) => members.findIndex((other) => areEqual(member, other)) < index);
  if (hasDuplicates)
    throw validationError("One or more parameter values were invalid: Input collection contains duplicates.");
  return setOf(typeOf(set), members);
}

function setWord(set: AttributeValue): string {
  return "NS" in set ? "number" : "BS" in set ? "binary" : "string";
}

/** Members of a set as values of their own; of anything else, nothing. */
export function membersOf(value: AttributeValue): AttributeValue[] {
  if ("SS" in value) return value.SS.map((S) => ({ S }));
  if ("NS" in value) return value.NS.map((N) => ({ N }));
  return "BS" in value ? value.BS.map((B) => ({ B })) : [];
}

export function setOf(type: TypeName, members: readonly AttributeValue[]): AttributeValue {
  if (type === "NS") return { NS: members.flatMap((member) => ("N" in member ? [member.N] : [])) };
  if (type === "BS") return { BS: members.flatMap((member) => ("B" in member ? [member.B] : [])) };
  return { SS: members.flatMap((member) => ("S" in member ? [member.S] : [])) };
}

export function areEqual(left: AttributeValue, right: AttributeValue): boolean {
  const type = typeOf(left);
  if (type !== typeOf(right)) return false;
  if ("L" in left && "L" in right)
    return left.L.length === right.L.length && left.L.every((value, index) => isEqualTo(value, right.L[index]));
  if ("M" in left && "M" in right) return areItemsEqual(left.M, right.M);
  if (type === "SS" || type === "NS" || type === "BS") return areSetsEqual(membersOf(left), membersOf(right));
  if (type === "BOOL" || type === "NULL") return contentOf(left) === contentOf(right);
  return compare(left, right) === 0;
}

function isEqualTo(value: AttributeValue, other: AttributeValue | undefined): boolean {
  return other !== undefined && areEqual(value, other);
}

function areItemsEqual(left: Item, right: Item): boolean {
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) => isEqualTo(left[name] as AttributeValue, right[name]));
}

function areSetsEqual(left: readonly AttributeValue[], right: readonly AttributeValue[]): boolean {
  return left.length === right.length && left.every((member) => right.some((other) => areEqual(member, other)));
}

/** Negative, zero or positive; undefined when the two have no order (different types, or not S, N, B). */
export function compare(left: AttributeValue, right: AttributeValue): number | undefined {
  if ("N" in left && "N" in right) return compareNumbers(left.N, right.N);
  if ("S" in left && "S" in right) return Buffer.compare(Buffer.from(left.S), Buffer.from(right.S));
  if ("B" in left && "B" in right) return Buffer.compare(left.B, right.B);
  return undefined;
}
