/** Checks of single fields. Each reports what is wrong with a value at its JSON pointer. */
import { isOffsetDateTime } from "./date-time";
import type { ProblemList } from "./definition-report";
import { compileExpression } from "./expression";
import { isJsonObject, type Json } from "./json";
import { expressionSource, isExpression } from "./template";

export type FieldCheck = (value: Json, place: string, problems: ProblemList) => void;

export function isText(value: Json | undefined): value is string {
  return typeof value === "string";
}

export const anything: FieldCheck = () => {};

export const text: FieldCheck = (value, place, problems) => {
  if (!isText(value)) problems.add("Expected value of type String", place);
};

export const textOrExpression: FieldCheck = (value, place, problems) => {
  text(value, place, problems);
  template(value, place, problems);
};

/** Any JSON, with expressions that at least parse. */
export const template: FieldCheck = (value, place, problems) => {
  if (isExpression(value)) checkExpression(value, place, problems);
  else if (Array.isArray(value))
    value.forEach((item: Json, index) => void template(item, `${place}[${index}]`, problems));
  else if (isJsonObject(value))
    for (const [key, member] of Object.entries(value)) template(member, `${place}/${key}`, problems);
};

function checkExpression(value: string, place: string, problems: ProblemList): void {
  try {
    compileExpression(expressionSource(value));
  } catch (error) {
    problems.add(`The JSONata expression is not valid. ${error instanceof Error ? error.message : error}`, place);
  }
}

export const objectOrExpression: FieldCheck = (value, place, problems) => {
  if (isJsonObject(value) || isExpression(value)) template(value, place, problems);
  else problems.add("Expected an object or a JSONata expression", place);
};

export const arrayOrExpression: FieldCheck = (value, place, problems) => {
  if (Array.isArray(value) || isExpression(value)) template(value, place, problems);
  else problems.add("Expected an array or a JSONata expression", place);
};

export const condition: FieldCheck = (value, place, problems) => {
  if (typeof value === "boolean" || isExpression(value)) template(value, place, problems);
  else problems.add("Expected a boolean or a JSONata expression", place);
};

const numberCheck =
  (words: string, accepts: (value: number) => boolean): FieldCheck =>
  (value, place, problems) => {
    if (typeof value !== "number" || !accepts(value)) problems.add(`Expected ${words}`, place);
  };

const orExpression =
  (check: FieldCheck): FieldCheck =>
  (value, place, problems) =>
    isExpression(value) ? checkExpression(value, place, problems) : check(value, place, problems);

/** Upper end of seconds and attempts. [doc] */
const LARGEST = 99_999_999;
const isWhole = (low: number, high: number) => (value: number) =>
  Number.isInteger(value) && value >= low && value <= high;

export const positiveInteger = numberCheck(`an integer from 1 to ${LARGEST}`, isWhole(1, LARGEST));
export const nonNegativeInteger = numberCheck(`an integer from 0 to ${LARGEST}`, isWhole(0, LARGEST));
export const backoffRate = numberCheck("a number of at least 1.0", (value) => value >= 1);
export const delayCap = numberCheck("an integer above 0 and below 31622400", isWhole(1, 31_622_399));
export const limitSeconds = orExpression(positiveInteger);
export const waitSeconds = orExpression(nonNegativeInteger);
export const count = orExpression(nonNegativeInteger);
export const percentage = orExpression(numberCheck("a number from 0 to 100", (value) => value >= 0 && value <= 100));

export const timestamp: FieldCheck = orExpression((value, place, problems) => {
  if (!isText(value) || !isOffsetDateTime(value)) problems.add("String does not match RFC3339 timestamp", place);
});

/** Names start with a letter and are at most 80 characters long; `states` is taken. [doc] */
export const assignments: FieldCheck = (value, place, problems) => {
  if (!isJsonObject(value)) {
    problems.add("Expected an object", place);
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    const isName = /^\p{ID_Start}\p{ID_Continue}*$/u.test(name) && name.length <= 80 && name !== "states";
    if (!isName) problems.add(`'${name}' cannot be the name of a variable`, `${place}/${name}`);
    template(member, `${place}/${name}`, problems);
  }
};

export const oneOf =
  (...allowed: readonly Json[]): FieldCheck =>
  (value, place, problems) => {
    if (allowed.includes(value)) return;
    const field = place.slice(place.lastIndexOf("/") + 1);
    problems.add(`The field '${field}' should have one of these values: [${allowed.join(", ")}]`, place);
  };
