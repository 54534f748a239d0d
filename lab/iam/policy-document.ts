/** Policy documents as templates hold them, read strictly: an element that the lab does not judge is an error. */

/** Operator (`StringEquals`) -> condition key -> values, any of which may match. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export interface Statement {
  /** The policy's name and the statement's `Sid` or number: how reports call it. */
  readonly name: string;
  readonly effect: "Allow" | "Deny";
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  readonly conditions: Conditions;
}

export class PolicyError extends Error {
  constructor(where: string, problem: string) {
    super(`${where}: ${problem}`);
    this.name = "PolicyError";
  }
}

const KNOWN_ELEMENTS = new Set([
  "Sid",
  "Effect",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
  "Principal",
]);

/** Statements of an identity-based policy. Throws `PolicyError` naming what the lab does not know. */
export function readPolicyDocument(policyName: string, document: unknown): readonly Statement[] {
  return rawStatements(policyName, document).map((raw, index) =>
    readStatement(`${policyName}/${raw.Sid ?? index + 1}`, raw),
  );
}

/** A service that a trust policy lets assume the role, `lambda.amazonaws.com`, and under which conditions. */
export interface Trust {
  readonly service: string;
  readonly conditions: Conditions;
}

export function readTrustPolicy(roleName: string, document: unknown): readonly Trust[] {
  return rawStatements(roleName, document).flatMap((raw) => {
    const where = `trust policy of ${roleName}`;
    if (raw.Effect !== "Allow") throw new PolicyError(where, "the lab only knows Allow");
    if (!texts(raw.Action).includes("sts:AssumeRole")) return [];
    const conditions = readConditions(raw.Condition);
    return trustedServices(raw.Principal).map((service) => ({ service, conditions }));
  });
}

function trustedServices(principal: unknown): readonly string[] {
  if (typeof principal !== "object" || principal === null || !("Service" in principal)) return [];
  return texts(principal.Service);
}

function rawStatements(where: string, document: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (typeof document !== "object" || document === null || !("Statement" in document)) {
    throw new PolicyError(where, "a policy document needs Statement");
  }
  const statements: unknown = document.Statement;
  return (Array.isArray(statements) ? statements : [statements]) as readonly Readonly<Record<string, unknown>>[];
}

function readStatement(name: string, raw: Readonly<Record<string, unknown>>): Statement {
  const unknown = Object.keys(raw).find((element) => !KNOWN_ELEMENTS.has(element));
  if (unknown) throw new PolicyError(name, `the lab does not judge the element ${unknown}`);
  const effect = raw.Effect;
  if (effect !== "Allow" && effect !== "Deny") throw new PolicyError(name, `Effect is ${String(effect)}`);
  const statement: Statement = {
    name,
    effect,
    actions: texts(raw.Action),
    notActions: texts(raw.NotAction),
    resources: texts(raw.Resource),
    notResources: texts(raw.NotResource),
    conditions: readConditions(raw.Condition),
  };
  refuseVariables(statement);
  return statement;
}

function refuseVariables({ name, resources, notResources }: Statement): void {
  const variable = [...resources, ...notResources].find((resource) => resource.includes("${"));
  if (variable) throw new PolicyError(name, `the lab does not resolve the policy variable in ${variable}`);
}

function readConditions(raw: unknown): Conditions {
  if (raw === undefined) return {};
  const operators = Object.entries(raw as Record<string, Record<string, unknown>>);
  return Object.fromEntries(operators.map(([operator, keys]) => [operator, mapValues(keys, texts)]));
}

function mapValues<In, Out>(record: Readonly<Record<string, In>>, change: (value: In) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/** IAM accepts one value or a list of them, booleans and numbers as well as their text. */
function texts(value: unknown): readonly string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}
