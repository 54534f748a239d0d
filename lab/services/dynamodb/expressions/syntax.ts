/** What expressions mean once they are parsed: placeholders are already replaced. */
import type { AttributeValue, TypeName } from "../attribute-value";
import type { Path } from "./paths";

export type Operand =
  | { readonly kind: "path"; readonly path: Path }
  | { readonly kind: "value"; readonly value: AttributeValue }
  | { readonly kind: "size"; readonly of: Operand };

export type Comparator = "=" | "<>" | "<" | "<=" | ">" | ">=";

export type Condition =
  | { readonly kind: "and" | "or"; readonly left: Condition; readonly right: Condition }
  | { readonly kind: "not"; readonly condition: Condition }
  | { readonly kind: "compare"; readonly comparator: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: "between"; readonly operand: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: "in"; readonly operand: Operand; readonly candidates: readonly Operand[] }
  | { readonly kind: "exists"; readonly path: Path; readonly isExpected: boolean }
  | { readonly kind: "type"; readonly path: Path; readonly type: TypeName }
  | { readonly kind: "begins-with" | "contains"; readonly subject: Operand; readonly part: Operand };

export type UpdateValue =
  | Operand
  | { readonly kind: "if-not-exists"; readonly path: Path; readonly otherwise: UpdateValue }
  | { readonly kind: "list-append"; readonly first: UpdateValue; readonly second: UpdateValue }
  | { readonly kind: "plus" | "minus"; readonly left: UpdateValue; readonly right: UpdateValue };

export type UpdateAction =
  | { readonly kind: "set"; readonly path: Path; readonly value: UpdateValue }
  | { readonly kind: "remove"; readonly path: Path }
  | { readonly kind: "add" | "delete"; readonly path: Path; readonly value: AttributeValue };
