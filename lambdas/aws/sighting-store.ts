/** That a resource of the plan was there, in the primary Region, under the name that the plan gives it. */
import * as z from "zod";
import type { Table } from "./table";

const sightingSchema = z.object({ name: z.string(), seenAtMs: z.number() });
export type Sighting = z.output<typeof sightingSchema>;

const keyOf = (resourceId: string) => ({ pk: `SEEN#${resourceId}`, sk: "SIGHTED#primary" });

export class SightingStore {
  constructor(private readonly table: Table) {}

  async keep(resourceId: string, sighting: Sighting): Promise<void> {
    await this.table.put(keyOf(resourceId), { ...sighting });
  }

  /** Null unless it was seen under this very name: a plan that names something else starts anew. */
  async read(resourceId: string, name: string): Promise<Sighting | null> {
    const item = await this.table.read(keyOf(resourceId));
    const sighting = item === null ? null : sightingSchema.parse(item);
    return sighting?.name === name ? sighting : null;
  }
}
