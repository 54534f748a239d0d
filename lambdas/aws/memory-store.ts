/**
 * How a resource was in one Region before Baton fenced, froze or renamed it. Kept per Region and not per run: a failback has
 * to put back what a failover took away days before.
 */
import type { RegionRole } from "../../orchestrator/baton";
import type { Item } from "./attributes";
import type { Table } from "./table";

/** What a memory holds beside its own fields. */
export interface Memory extends Item {
  /** When the resource was seen like this, in epoch milliseconds. */
  readonly seenAtMs: number;
}

const keyOf = (resourceId: string, role: RegionRole) => ({ pk: `SEEN#${resourceId}`, sk: `BEFORE#${role}` });

export class MemoryStore {
  constructor(private readonly table: Table) {}

  /**
   * To be called with an untouched resource, before touching it. Replaces only what was seen earlier, in a write that names
   * it: a late duplicate cannot put an older memory in the place of a newer one.
   */
  async keep(resourceId: string, role: RegionRole, memory: Memory): Promise<void> {
    const key = keyOf(resourceId, role);
    const first = await this.table.insert(key, memory);
    if (first.written || first.existing === null) return;
    const { seenAtMs } = first.existing;
    if (typeof seenAtMs === "number" && seenAtMs >= memory.seenAtMs) return;
    await this.table.update(key, memory, { seenAtMs });
  }

  /** Null when Baton never touched the resource in that Region. */
  read(resourceId: string, role: RegionRole): Promise<Item | null> {
    return this.table.read(keyOf(resourceId, role));
  }
}
