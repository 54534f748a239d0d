/** Fields of a state: JSON in which any string, at any depth, may be a JSONata expression. */
import type jsonata from "jsonata";
import { compileExpression } from "./expression";
import { isJsonObject, type Json } from "./json";
import { parseVariablePath, type VariablePath } from "./variable-path";

export type Template =
  | { readonly kind: "literal"; readonly value: Json }
  | ExpressionTemplate
  | { readonly kind: "array"; readonly items: readonly Template[] }
  | { readonly kind: "object"; readonly members: readonly (readonly [string, Template])[] };

export interface ExpressionTemplate {
  readonly kind: "expression";
  /** Without the braces, trimmed: as error messages quote it. */
  readonly source: string;
  /** Where it stands in the state: `Output/result`. */
  readonly field: string;
  readonly expression: jsonata.Expression;
  readonly path: VariablePath | undefined;
}

/** Only a string that starts exactly with `{%` and ends with `%}`; blanks outside make it a literal. */
export function isExpression(value: Json | undefined): value is string {
  return typeof value === "string" && value.length >= 4 && value.startsWith("{%") && value.endsWith("%}");
}

export function expressionSource(text: string): string {
  return text.slice(2, -2).trim();
}

/** Throws `ExpressionSyntaxError`. */
export function compileTemplate(value: Json, field: string): Template {
  if (isExpression(value)) {
    const source = expressionSource(value);
    return {
      kind: "expression",
      source,
      field,
      expression: compileExpression(source),
      path: parseVariablePath(source),
    };
  }
  if (Array.isArray(value)) return compileArray(value, field);
  if (isJsonObject(value)) return compileObject(Object.entries(value), field, value);
  return { kind: "literal", value };
}

function compileArray(values: readonly Json[], field: string): Template {
  const items = values.map((item, index) => compileTemplate(item, `${field}[${index}]`));
  return items.every(({ kind }) => kind === "literal") ? { kind: "literal", value: values } : { kind: "array", items };
}

function compileObject(entries: readonly (readonly [string, Json])[], field: string, whole: Json): Template {
  const members = entries.map(([key, member]) => [key, compileTemplate(member, `${field}/${key}`)] as const);
  return members.every(([, { kind }]) => kind === "literal")
    ? { kind: "literal", value: whole }
    : { kind: "object", members };
}
