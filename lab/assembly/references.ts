/** Finds what a template value refers to, before anything exists: the edges of the dependency graph. */
import { AssemblyError } from "./errors";
import { substitutionNames } from "./substitution";
import type { Template, TemplateResource } from "./template";

/** Logical ids that a value mentions through Ref, Fn::GetAtt or Fn::Sub; pseudo parameters and parameters included. */
export function mentionedNames(value: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  collect(value, names);
  return names;
}

/** Other resources of the same template that must exist first; only those that the conditions let exist. */
export function resourceDependencies(
  template: Template,
  resource: TemplateResource,
  exists: (logicalId: string) => boolean,
): string[] {
  const isResource = (id: string): boolean => id in template.Resources;
  const unknown = resource.DependsOn.find((id) => !isResource(id));
  if (unknown) throw new AssemblyError(`DependsOn names ${unknown}, which is no resource of the template.`);
  const mentioned = [...mentionedNames(resource.Properties)].filter(isResource);
  return [...new Set([...resource.DependsOn, ...mentioned])].filter(exists);
}

function collect(value: unknown, names: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, names);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) collectFunction(key, inner, names);
  }
}

function collectFunction(key: string, inner: unknown, names: Set<string>): void {
  if (key === "Ref" && typeof inner === "string") names.add(inner);
  else if (key === "Fn::GetAtt") names.add(attributeOwner(inner));
  else if (key === "Fn::Sub") collectSubstitution(inner, names);
  else collect(inner, names);
}

function collectSubstitution(inner: unknown, names: Set<string>): void {
  const [text, own] = Array.isArray(inner) ? inner : [inner, {}];
  for (const name of substitutionNames(String(text))) {
    if (!(name in own)) names.add(name.split(".")[0] ?? name);
  }
  collect(own, names);
}

function attributeOwner(inner: unknown): string {
  const [owner] = Array.isArray(inner) ? inner : String(inner).split(".");
  return String(owner);
}
