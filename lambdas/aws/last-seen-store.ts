/** What the sentry saw of the primary while it was healthy: read when the primary may be dark. */
import type { LastSeen } from "../../orchestrator/run";
import type { Table } from "./table";

/** `@` cannot stand in the name of a resource, so this never meets one. */
const HEALTH_CHECK_KEY = { pk: "SEEN#@health-check", sk: "LAST" } as const;

/** The Route 53 health check of the application; its ID exists only after deployment, in a Region that may be dark. */
export interface SeenHealthCheck {
  readonly healthCheckId: string;
  readonly seenAtMs: number;
}

export class LastSeenStore {
  constructor(private readonly table: Table) {}

  async remember(seen: LastSeen): Promise<void> {
    const { resourceId } = seen;
    await this.table.put({ pk: `SEEN#${resourceId}`, sk: "LAST" }, { ...seen });
  }

  /** Null when the sentry never saw it. */
  async read(resourceId: string): Promise<LastSeen | null> {
    return (await this.table.read({ pk: `SEEN#${resourceId}`, sk: "LAST" })) as LastSeen | null;
  }

  /** The first failed probe after a healthy look stays until the next healthy look replaces the item. */
  async markUnhealthy(resources: readonly { readonly id: string }[], nowMs: number): Promise<void> {
    await Promise.all(
      resources.map(async ({ id }) => {
        const seen = await this.read(id);
        if (seen && seen.unhealthySinceMs === undefined) await this.remember({ ...seen, unhealthySinceMs: nowMs });
      }),
    );
  }

  /** The primary serves while a run looks into it: only that is kept, and the facts of before stay. */
  async markServing(resources: readonly { readonly id: string }[], nowMs: number): Promise<void> {
    await Promise.all(
      resources.map(async ({ id }) => {
        const seen = await this.read(id);
        if (seen === null) return;
        const { unhealthySinceMs: _over, ...facts } = seen;
        await this.remember({ ...facts, servedAtMs: nowMs });
      }),
    );
  }

  async rememberHealthCheck(seen: SeenHealthCheck): Promise<void> {
    await this.table.put(HEALTH_CHECK_KEY, { ...seen });
  }

  async readHealthCheck(): Promise<SeenHealthCheck | null> {
    return (await this.table.read(HEALTH_CHECK_KEY)) as SeenHealthCheck | null;
  }
}
