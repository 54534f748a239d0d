/**
 * A rule looks at several fields of a plan at once. It names the fields that it reads; each is judged by its own schema
 * first, and a rule whose fields are not all well formed stays silent, because those problems are told already. So one
 * mistake never hides another.
 */
import * as z from "zod";
import { type Plan, planSchema, type ResourceKind, type ResourceOfKind, resourceSchema } from "../plan";
import { describe, type Problem } from "../problems";

export type Rule = (plan: unknown) => readonly Problem[];

/** Every dotted path into an object, like `policy.deadlines.fenceSeconds`. */
type PathOf<T> = T extends readonly unknown[]
  ? never
  : T extends object
    ? { [K in keyof T & string]-?: K | `${K}.${PathOf<NonNullable<T[K]>>}` }[keyof T & string]
    : never;

type ValueAt<T, Path extends string> = Path extends `${infer Key}.${infer Rest}`
  ? Key extends keyof T
    ? ValueAt<T[Key], Rest>
    : never
  : Path extends keyof T
    ? T[Path]
    : never;

type ValuesAt<T, Paths extends readonly string[]> = { -readonly [I in keyof Paths]: ValueAt<T, Paths[I]> };

/** A rule over fields of the plan. */
export function rule<const Paths extends readonly PathOf<Plan>[]>(
  reads: Paths,
  check: (...values: ValuesAt<Plan, Paths>) => readonly Problem[],
): Rule {
  return (plan) => {
    const values = readAll(planSchema, plan, reads);
    return values ? check(...(values as ValuesAt<Plan, Paths>)) : [];
  };
}

/** One field of a plan that may be anything, or undefined where it is malformed. */
export function fieldOf<const Path extends PathOf<Plan>>(plan: unknown, path: Path): ValueAt<Plan, Path> | undefined {
  return readAll(planSchema, plan, [path])?.[0] as ValueAt<Plan, Path> | undefined;
}

/** A rule over fields of each resource of one kind; `path` is the resource's own, like `resources[0]`. */
export function resourceRule<K extends ResourceKind, const Paths extends readonly PathOf<ResourceOfKind<K>>[]>(
  kind: K,
  reads: Paths,
  check: (path: string, ...values: ValuesAt<ResourceOfKind<K>, Paths>) => readonly Problem[],
): Rule {
  return (plan) =>
    resourcesIn(plan).flatMap(({ resource, path, schema }) => {
      if (kindOf(resource) !== kind) return [];
      const values = readAll(schema, resource, reads);
      return values ? check(path, ...(values as ValuesAt<ResourceOfKind<K>, Paths>)) : [];
    });
}

/** Resources of a plan that may be anything: each of a known kind with its path and its kind's schema. */
export function resourcesIn(plan: unknown) {
  const resources = isRecord(plan) ? plan.resources : undefined;
  if (!Array.isArray(resources)) return [];
  return resources.flatMap((resource: unknown, index) => {
    const schema = resourceSchema.options.find((option) => option.shape.kind.value === kindOf(resource));
    return schema ? [{ resource, path: `resources[${index}]`, schema }] : [];
  });
}

/** One field of a resource, whatever its kind, or undefined where it is not a text. */
export function textField(resource: unknown, field: string): string | undefined {
  const value = isRecord(resource) ? resource[field] : undefined;
  return typeof value === "string" ? value : undefined;
}

/** A problem where the condition holds, else none. */
export function refuseIf(condition: boolean, path: string, given: unknown, allowed: string): Problem[] {
  return condition ? [{ path, given: describe(given), allowed }] : [];
}

/** Whether any resource of a plan that may be anything is of a kind. */
export function hasKind(plan: unknown, kind: ResourceKind): boolean {
  return resourcesIn(plan).some(({ schema }) => schema.shape.kind.value === kind);
}

function kindOf(resource: unknown): string | undefined {
  return textField(resource, "kind");
}

/** The parsed values at the paths, or undefined where any of them is malformed. */
function readAll(schema: z.ZodType, input: unknown, paths: readonly string[]): unknown[] | undefined {
  const parsed = paths.map((path) => read(schema, input, path.split(".")));
  return parsed.every((result) => result.success) ? parsed.map((result) => result.data) : undefined;
}

function read(schema: z.ZodType, input: unknown, [key, ...rest]: readonly string[]): z.ZodSafeParseResult<unknown> {
  if (key !== undefined && schema instanceof z.ZodPrefault) {
    // What the author left out is read as what it stands for.
    return read(schema.def.innerType as z.ZodType, input === undefined ? schema.def.defaultValue : input, [
      key,
      ...rest,
    ]);
  }
  if (key === undefined || !(schema instanceof z.ZodObject)) return schema.safeParse(input);
  return read(schema.shape[key], isRecord(input) ? input[key] : undefined, rest);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
