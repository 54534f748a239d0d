/** Resolves CloudFormation's intrinsic functions. An `Fn::` that is not known here is an error, never left in place. */
import { AssemblyError } from "./errors";
import { substitute } from "./substitution";

/** What a template value may refer to at the moment it is resolved. */
export interface ResolutionScope {
  /** `Ref` of a parameter, pseudo parameter or created resource; undefined when nothing has that name. */
  ref(name: string): unknown;
  /** `Fn::GetAtt`; undefined when the resource or attribute does not exist. */
  attribute(logicalId: string, attribute: string): unknown;
  /** Value of a named condition; undefined when there is none. */
  condition(name: string): boolean | undefined;
  mapping(map: string, first: string, second: string): unknown;
  importValue(exportName: string): string | undefined;
  /** `{{resolve:ssm:name}}`; undefined when the parameter does not exist. */
  ssmParameter(name: string): string | undefined;
  readonly region: string;
}

/** What `AWS::NoValue` leaves behind: the property that holds it does not exist. */
export const NO_VALUE: unique symbol = Symbol("AWS::NoValue");

type Intrinsic = (argument: unknown, scope: ResolutionScope) => unknown;

/** Intrinsics whose argument must not be resolved first. */
const LAZY: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, scope) => known(scope.ref(String(name)), `Ref ${name}`),
  Condition: (name, scope) => known(scope.condition(String(name)), `Condition ${name}`),
  "Fn::If": (argument, scope) => {
    const [name, whenTrue, whenFalse] = list(argument, "Fn::If", 3);
    const holds = known(scope.condition(String(name)), `Condition ${name}`);
    return resolveValue(holds ? whenTrue : whenFalse, scope);
  },
  "Fn::Sub": (argument, scope) => {
    const [text, own] = Array.isArray(argument) ? list(argument, "Fn::Sub", 2) : [argument, {}];
    const values = record(resolveValue(own, scope), "Fn::Sub");
    return substitute(String(text), (name) => String(name in values ? values[name] : refOrAttribute(name, scope)));
  },
};

/** Intrinsics over arguments that are already values. */
const EAGER: Readonly<Record<string, Intrinsic>> = {
  "Fn::GetAtt": (argument, scope) => {
    const [owner, ...path] = Array.isArray(argument) ? argument.map(String) : String(argument).split(".");
    return attribute(String(owner), path.join("."), scope);
  },
  "Fn::Join": (argument) => {
    const [separator, parts] = list(argument, "Fn::Join", 2);
    return list(parts, "Fn::Join").map(String).join(String(separator));
  },
  "Fn::Select": (argument) => {
    const [index, options] = list(argument, "Fn::Select", 2);
    return known(list(options, "Fn::Select")[Number(index)], `Fn::Select of index ${index}`);
  },
  "Fn::Split": (argument) => {
    const [separator, text] = list(argument, "Fn::Split", 2);
    return String(text).split(String(separator));
  },
  "Fn::FindInMap": (argument, scope) => {
    const [map, first, second] = list(argument, "Fn::FindInMap", 3).map(String);
    return known(scope.mapping(String(map), String(first), String(second)), `Fn::FindInMap ${map}.${first}.${second}`);
  },
  "Fn::ImportValue": (name, scope) =>
    known(scope.importValue(String(name)), `Fn::ImportValue ${name} (no such export in ${scope.region})`),
  "Fn::Base64": (text) => Buffer.from(String(text)).toString("base64"),
  "Fn::GetAZs": (region, scope) => ["a", "b", "c"].map((zone) => `${region || scope.region}${zone}`),
  "Fn::Equals": (argument) => {
    const [left, right] = list(argument, "Fn::Equals", 2);
    return String(left) === String(right);
  },
  "Fn::And": (argument) => list(argument, "Fn::And").every((value) => value === true),
  "Fn::Or": (argument) => list(argument, "Fn::Or").some((value) => value === true),
  "Fn::Not": (argument) => list(argument, "Fn::Not", 1)[0] !== true,
};

/**
 * The value with every intrinsic and dynamic reference replaced.
 * @throws AssemblyError for a function the lab does not know or a name that nothing has
 */
export function resolveValue(value: unknown, scope: ResolutionScope): unknown {
  if (typeof value === "string") return resolveDynamicReferences(value, scope);
  if (Array.isArray(value)) return value.map((item) => resolveValue(item, scope)).filter((item) => item !== NO_VALUE);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (only && entries.length === 1 && isIntrinsic(only[0], only[1])) return callIntrinsic(only[0], only[1], scope);
  const resolved = entries.map(([key, inner]) => [key, resolveValue(inner, scope)] as const);
  return Object.fromEntries(resolved.filter(([, inner]) => inner !== NO_VALUE));
}

/** `Condition` is also an ordinary key of policy statements, where its value is an object. */
function isIntrinsic(key: string, argument: unknown): boolean {
  return key === "Ref" || key.startsWith("Fn::") || (key === "Condition" && typeof argument === "string");
}

function callIntrinsic(name: string, argument: unknown, scope: ResolutionScope): unknown {
  const lazy = LAZY[name];
  if (lazy) return lazy(argument, scope);
  const eager = EAGER[name];
  if (!eager) throw new AssemblyError(`The lab does not know the intrinsic function ${name}.`);
  return resolveDynamicReferences(eager(resolveValue(argument, scope), scope), scope);
}

function refOrAttribute(name: string, scope: ResolutionScope): unknown {
  const dot = name.indexOf(".");
  if (dot < 0) return known(scope.ref(name), `\${${name}}`);
  return attribute(name.slice(0, dot), name.slice(dot + 1), scope);
}

function attribute(owner: string, path: string, scope: ResolutionScope): unknown {
  return known(scope.attribute(owner, path), `Fn::GetAtt ${owner}.${path}`);
}

function resolveDynamicReferences(value: unknown, scope: ResolutionScope): unknown {
  if (typeof value !== "string" || !value.includes("{{resolve:")) return value;
  return value.replace(/\{\{resolve:([^:}]+):([^}]+)\}\}/g, (_, service: string, reference: string) => {
    if (service !== "ssm") throw new AssemblyError(`The lab does not know dynamic references to ${service}.`);
    const [name = ""] = reference.split(":");
    return known(scope.ssmParameter(name), `{{resolve:ssm:${name}}} (no such parameter in ${scope.region})`);
  });
}

function known<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new AssemblyError(`Cannot resolve ${what}.`);
  return value;
}

function list(value: unknown, name: string, length?: number): readonly unknown[] {
  if (!Array.isArray(value) || (length !== undefined && value.length !== length)) {
    throw new AssemblyError(
      `${name} needs a list${length === undefined ? "" : ` of ${length}`}: ${JSON.stringify(value)}.`,
    );
  }
  return value;
}

function record(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) throw new AssemblyError(`${name} needs an object of values.`);
  return Object.fromEntries(Object.entries(value));
}
