/** Which route of an HTTP API serves a request [doc: "Routing API requests"]: literal before variable before greedy. */
import type { Route } from "./http-api";

export interface RouteMatch {
  readonly route: Route;
  /** Values of `{name}` and `{name+}` in the path. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** Null where no route matches: the API answers 404. */
export function findRoute(routes: readonly Route[], method: string, path: string): RouteMatch | null {
  const matches = routes.flatMap((route) => {
    const pathParameters = route.method === method || route.method === "ANY" ? matchPath(route.path, path) : null;
    return pathParameters ? [{ route, pathParameters }] : [];
  });
  return matches.sort((left, right) => compare(left.route, right.route))[0] ?? null;
}

function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | null {
  if (pattern === "$default") return {};
  const [wanted, given] = [segments(pattern), segments(path)];
  const parameters: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const greedy = /^\{(.+)\+\}$/.exec(segment);
    const rest = given.slice(index);
    if (greedy) return rest.length > 0 ? { ...parameters, [greedy[1] ?? ""]: rest.join("/") } : null;
    const variable = /^\{(.+)\}$/.exec(segment);
    const value = given[index];
    if (value === undefined || (!variable && value !== segment)) return null;
    if (variable) parameters[variable[1] ?? ""] = value;
  }
  return wanted.length === given.length ? parameters : null;
}

function segments(path: string): readonly string[] {
  return path.replace(/^\//, "").split("/");
}

/** Segment by segment the more specific wins; then a named method wins over ANY. */
function compare(left: Route, right: Route): number {
  const [lefts, rights] = [ranks(left), ranks(right)];
  for (let index = 0; index < Math.max(lefts.length, rights.length); index += 1) {
    const difference = (lefts[index] ?? LEAST_SPECIFIC) - (rights[index] ?? LEAST_SPECIFIC);
    if (difference !== 0) return difference;
  }
  return Number(left.method === "ANY") - Number(right.method === "ANY");
}

const LEAST_SPECIFIC = 3;

function ranks({ path }: Route): readonly number[] {
  if (path === "$default") return [LEAST_SPECIFIC];
  return segments(path).map((segment) => (segment.endsWith("+}") ? 2 : segment.startsWith("{") ? 1 : 0));
}
