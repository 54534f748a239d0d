/**
 * Condition operators of the IAM reference, as far as synthesized policies use them. What is unknown here, operator or
 * key, is an error: an unjudged condition must never let a call through.
 */
import { type Conditions, PolicyError } from "./policy-document";
import { matchesArn, matchesWildcard } from "./wildcards";

/** Values of a request's condition keys; a multi-valued key has a list. */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>;

type Test = (wanted: string, given: string) => boolean;

interface Operator {
  readonly test: Test;
  /** `NotEquals` and its like: true unless a value matches. */
  readonly isNegated: boolean;
}

const equals: Test = (wanted, given) => wanted === given;
const equalsIgnoringCase: Test = (wanted, given) => wanted.toLowerCase() === given.toLowerCase();
const like: Test = (wanted, given) => matchesWildcard(wanted, given);
const numeric =
  (compare: (given: number, wanted: number) => boolean): Test =>
  (wanted, given) =>
    compare(Number(given), Number(wanted));

const positive = (test: Test): Operator => ({ test, isNegated: false });
const negative = (test: Test): Operator => ({ test, isNegated: true });

const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: positive(equals),
  StringNotEquals: negative(equals),
  StringEqualsIgnoreCase: positive(equalsIgnoringCase),
  StringNotEqualsIgnoreCase: negative(equalsIgnoringCase),
  StringLike: positive(like),
  StringNotLike: negative(like),
  ArnEquals: positive(matchesArn),
  ArnLike: positive(matchesArn),
  ArnNotEquals: negative(matchesArn),
  ArnNotLike: negative(matchesArn),
  Bool: positive(equalsIgnoringCase),
  NumericEquals: positive(numeric((given, wanted) => given === wanted)),
  NumericNotEquals: negative(numeric((given, wanted) => given === wanted)),
  NumericLessThan: positive(numeric((given, wanted) => given < wanted)),
  NumericLessThanEquals: positive(numeric((given, wanted) => given <= wanted)),
  NumericGreaterThan: positive(numeric((given, wanted) => given > wanted)),
  NumericGreaterThanEquals: positive(numeric((given, wanted) => given >= wanted)),
};

/** Keys that the lab fills in where AWS would; a policy that asks for another cannot be judged here. */
const KNOWN_KEYS: ReadonlySet<string> = new Set(
  [
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:RequestedRegion",
    "aws:SecureTransport",
    "aws:SourceAccount",
    "aws:SourceArn",
    "cloudwatch:namespace",
    "dynamodb:Attributes",
    "dynamodb:LeadingKeys",
    "ec2:CreateAction",
    "ec2:LaunchTemplate",
    "events:detail-type",
    "events:source",
    "iam:PassedToService",
    "kms:GrantIsForAWSResource",
    "kms:ViaService",
  ].map((key) => key.toLowerCase()),
);

/** Tags of what a call is about: the model that knows them fills them in. */
const RESOURCE_TAG = "aws:resourcetag/";

/** Throws `PolicyError` for an operator or key that the lab cannot judge; called when a policy is provisioned. */
export function assertJudgeable(where: string, conditions: Conditions): void {
  for (const [name, keys] of Object.entries(conditions)) {
    parseOperator(where, name);
    const unknown = Object.keys(keys).find((key) => !isKnown(key.toLowerCase()));
    if (unknown) throw new PolicyError(where, `the lab does not know the condition key ${unknown}`);
  }
}

function isKnown(key: string): boolean {
  return KNOWN_KEYS.has(key) || key.startsWith(RESOURCE_TAG);
}

/** Whether all conditions hold: every operator and every key, for each any of its values. */
export function conditionsHold(where: string, conditions: Conditions, context: RequestContext): boolean {
  if (Object.keys(conditions).length === 0) return true;
  const given = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), [value].flat()]));
  return Object.entries(conditions).every(([name, keys]) => {
    const parsed = parseOperator(where, name);
    return Object.entries(keys).every(([key, wanted]) => holds(parsed, wanted, given.get(key.toLowerCase())));
  });
}

interface ParsedOperator extends Operator {
  readonly set: "ForAllValues" | "ForAnyValue" | undefined;
  readonly ifExists: boolean;
  readonly isNull: boolean;
}

/** By name, for the life of the process: there are a few dozen. */
const parsedOperators = new Map<string, ParsedOperator>();

function parseOperator(where: string, name: string): ParsedOperator {
  const known = parsedOperators.get(name);
  if (known) return known;
  const match = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(name);
  const base = match?.[2] ?? "";
  const operator = base === "Null" ? positive(equals) : OPERATORS[base];
  if (!operator) throw new PolicyError(where, `the lab does not know the condition operator ${name}`);
  const set = match?.[1] as ParsedOperator["set"];
  const parsed = { ...operator, set, ifExists: match?.[3] !== undefined, isNull: base === "Null" };
  parsedOperators.set(name, parsed);
  return parsed;
}

function holds(operator: ParsedOperator, wanted: readonly string[], given: readonly string[] | undefined): boolean {
  if (operator.isNull) return wanted.includes(String(given === undefined));
  if (given === undefined || given.length === 0) {
    return operator.ifExists || operator.set === "ForAllValues" || (operator.isNegated && operator.set === undefined);
  }
  const isAccepted = (value: string) => wanted.some((one) => operator.test(one, value)) !== operator.isNegated;
  return operator.set === "ForAnyValue" || (operator.set === undefined && !operator.isNegated)
    ? given.some(isAccepted)
    : given.every(isAccepted);
}
