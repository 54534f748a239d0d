/** Finds the operation of a REST request by its method and URI template. */
import type { StaticOperationSchema } from "@smithy/types";
import type { WireHttpRequest } from "../http";
import type { ServiceDescription } from "../operations";
import type { NamedOperation } from "./codec";

interface Route {
  readonly operation: StaticOperationSchema;
  readonly method: string;
  readonly pattern: RegExp;
  readonly labelCount: number;
  /** Literal query parameters of the template. */
  readonly query: readonly (readonly [string, string])[];
}

const routesOfService = new WeakMap<ServiceDescription, readonly Route[]>();

export function findRoute(service: ServiceDescription, request: WireHttpRequest): NamedOperation | undefined {
  for (const route of routesOf(service)) {
    if (route.method !== request.method || !hasLiterals(route, request)) continue;
    const match = route.pattern.exec(request.path);
    if (match) return { operation: route.operation, labels: decodeLabels(match.groups ?? {}) };
  }
  return undefined;
}

function hasLiterals(route: Route, request: WireHttpRequest): boolean {
  return route.query.every(
    ([name, value]) => (request.query?.[name] ?? "") === value && request.query?.[name] !== undefined,
  );
}

function decodeLabels(groups: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]));
}

/** Literal paths before paths with labels: the more specific template wins. */
function routesOf(service: ServiceDescription): readonly Route[] {
  const known = routesOfService.get(service);
  if (known) return known;
  const routes = [...service.operations.values()].flatMap((operation) => routeOf(operation) ?? []);
  routes.sort((left, right) => left.labelCount - right.labelCount || right.query.length - left.query.length);
  routesOfService.set(service, routes);
  return routes;
}

function routeOf(operation: StaticOperationSchema): Route | undefined {
  const http = httpTrait(operation);
  if (!http) return undefined;
  const [path = "", query = ""] = http.uri.split("?");
  return {
    operation,
    method: http.method,
    pattern: patternOf(path),
    labelCount: path.split("{").length - 1,
    query: [...new URLSearchParams(query)],
  };
}

function patternOf(path: string): RegExp {
  const source = path
    .replace(/[.*?^$()|[\]\\]/g, "\\$&")
    .replace(/\{(\w+)(\+?)\}/g, (_all, name: string, greedy: string) => `(?<${name}>${greedy ? ".+" : "[^/]+"})`);
  return new RegExp(`^${source}/?$`);
}

export function httpTrait(
  operation: StaticOperationSchema,
): { method: string; uri: string; status: number } | undefined {
  const traits: unknown = operation[3];
  if (typeof traits !== "object" || traits === null || !("http" in traits) || !Array.isArray(traits.http))
    return undefined;
  const [method, uri, status] = traits.http as readonly unknown[];
  return { method: String(method), uri: String(uri), status: Number(status ?? 200) };
}
