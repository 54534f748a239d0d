/** Where a request goes: API, stage, route and integration. Looked up once, because checkers ask for the same few paths all night. */
import type { ApiRegistry } from "./api-registry";
import type { Integration } from "./http-api";
import { findTarget, type Target } from "./mapping";
import type { HttpRequest } from "./proxy-event";
import { findRoute, type RouteMatch } from "./routing";

/** As far as it gets; null where the way ends. */
export interface RequestPath {
  readonly target: Target | null;
  readonly match: RouteMatch | null;
  readonly integration: Integration | null;
}

/** A flood of wrong paths must not fill the memory. */
const MOST_KNOWN = 1_000;

export class RequestPaths {
  private readonly known = new Map<string, RequestPath>();
  private revision = 0;

  constructor(private readonly registry: ApiRegistry) {}

  find({ host, method, path }: Pick<HttpRequest, "host" | "method" | "path">): RequestPath {
    this.forgetWhenChanged();
    const key = `${method} ${host} ${path}`;
    const known = this.known.get(key);
    if (known) return known;
    const found = this.lookUp(host, method, path);
    this.known.set(key, found);
    return found;
  }

  private lookUp(host: string, method: string, path: string): RequestPath {
    const target = findTarget(this.registry, host.toLowerCase(), path.split("?")[0] ?? "");
    const match = target && findRoute(target.api.routes, method, target.path);
    const integration = match && (target.api.integrations.get(match.route.integrationId) ?? null);
    return { target, match, integration };
  }

  private forgetWhenChanged(): void {
    if (this.revision === this.registry.revision && this.known.size < MOST_KNOWN) return;
    this.revision = this.registry.revision;
    this.known.clear();
  }
}
