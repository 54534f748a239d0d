/** Lists of rules within a state: Choices, Retry and Catch. */
import * as check from "./definition-fields";
import type { ProblemList } from "./definition-report";
import { isJsonObject, type Json, type JsonObject } from "./json";

interface RuleShape {
  readonly fields: Readonly<Record<string, check.FieldCheck>>;
  readonly required: readonly string[];
}

const WAY_OUT = { Next: check.text, Output: check.template, Assign: check.assignments, Comment: check.text };

const CHOICE: RuleShape = { fields: { ...WAY_OUT, Condition: check.condition }, required: ["Condition", "Next"] };
const CATCHER: RuleShape = { fields: { ...WAY_OUT, ErrorEquals: check.anything }, required: ["ErrorEquals", "Next"] };
const RETRIER: RuleShape = {
  fields: {
    ErrorEquals: check.anything,
    Comment: check.text,
    IntervalSeconds: check.positiveInteger,
    MaxAttempts: check.nonNegativeInteger,
    BackoffRate: check.backoffRate,
    MaxDelaySeconds: check.delayCap,
    JitterStrategy: check.oneOf("FULL", "NONE"),
  },
  required: ["ErrorEquals"],
};

export const checkChoices: check.FieldCheck = (value, place, problems) => {
  if (Array.isArray(value) && value.length === 0) problems.add("Value cannot be empty", place);
  checkRules(value, CHOICE, place, problems);
};

export const checkRetry: check.FieldCheck = (value, place, problems) => {
  checkErrorNames(checkRules(value, RETRIER, place, problems), place, problems);
};

export const checkCatch: check.FieldCheck = (value, place, problems) => {
  checkErrorNames(checkRules(value, CATCHER, place, problems), place, problems);
};

function checkRules(value: Json, shape: RuleShape, place: string, problems: ProblemList): readonly JsonObject[] {
  if (!Array.isArray(value)) {
    problems.add("Expected an array", place);
    return [];
  }
  const rules = value.filter(isJsonObject);
  if (rules.length < value.length) problems.add("Expected an array of objects", place);
  rules.forEach((rule, index) => void checkRule(rule, shape, `${place}[${index}]`, problems));
  return rules;
}

function checkRule(rule: JsonObject, { fields, required }: RuleShape, place: string, problems: ProblemList): void {
  for (const [field, value] of Object.entries(rule)) {
    const fieldCheck = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (fieldCheck) fieldCheck(value, `${place}/${field}`, problems);
    else problems.add("Field is not supported", `${place}/${field}`);
  }
  const missing = required.filter((field) => rule[field] === undefined);
  if (missing.length > 0) problems.add(`These fields are required: [${missing.join(", ")}]`, place);
}

/** `States.ALL` stands alone, and only in the last rule. */
function checkErrorNames(rules: readonly JsonObject[], place: string, problems: ProblemList): void {
  rules.forEach(({ ErrorEquals: names }, index) => {
    if (names === undefined) return;
    const at = `${place}[${index}]/ErrorEquals`;
    if (!Array.isArray(names) || names.length === 0 || !names.every(check.isText)) {
      problems.add("Expected a non-empty array of strings", at);
    } else if (names.includes("States.ALL") && (names.length > 1 || index < rules.length - 1)) {
      problems.add("States.ALL must appear alone and at end of list", at);
    }
  });
}
