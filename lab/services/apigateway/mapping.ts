/** Which API and stage a host name and a path lead to, through the mappings of custom domains. */
import type { ApiRegistry } from "./api-registry";
import type { HttpApi, Stage } from "./http-api";

export interface Target {
  readonly api: HttpApi;
  readonly stage: Stage;
  /** What routes are compared with: the path without the mapping's key. */
  readonly path: string;
}

/** Null where nothing answers under that name and path. */
export function findTarget(registry: ApiRegistry, host: string, path: string): Target | null {
  const domain = registry.domains.get(host);
  const api = domain ? undefined : [...registry.apis.values()].find(({ defaultHost }) => defaultHost === host);
  if (api) return stageOf(api, "$default", path);
  // The longest key that the path begins with wins; a key ends where a segment ends [doc: API mappings].
  const keys = [...(domain?.mappings.keys() ?? [])].sort((left, right) => right.length - left.length);
  const key = keys.find((candidate) => candidate === "" || `${path}/`.startsWith(`/${candidate}/`));
  const mapping = key === undefined ? undefined : domain?.mappings.get(key);
  const mapped = mapping && registry.apis.get(mapping.apiId);
  if (!mapped || key === undefined) return null;
  return stageOf(mapped, mapping.stage, key === "" ? path : path.slice(key.length + 1) || "/");
}

function stageOf(api: HttpApi, name: string, path: string): Target | null {
  const stage = api.stages.get(name);
  return stage ? { api, stage, path } : null;
}
