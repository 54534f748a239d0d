/** The sentry's watch over the primary, beside what it last saw of it. */
import * as z from "zod";
import { FIRST_WATCH, type Watch } from "../../orchestrator/watch";
import type { Table } from "./table";

/** `@` cannot stand in the name of a resource, so this never meets one. */
const WATCH_KEY = { pk: "SEEN#@watch", sk: "LAST" } as const;

const watchSchema = z.object({
  lookedAtMs: z.number(),
  servedAtMs: z.number().nullable(),
  healthySinceMs: z.number().nullable(),
  failingSinceMs: z.number().nullable(),
  starts: z.number().int(),
  startedAtMs: z.number().nullable(),
  hastenedStarts: z.number().int(),
  wasPersonAsked: z.boolean(),
  // Records of before it was the word of more than one place do not say.
  saidUp: z.array(z.enum(["witness", "world"])).default([]),
  turnedLooks: z.number().int().default(0),
});

export class WatchStore {
  constructor(private readonly table: Table) {}

  /** Throws zod's error when the record is damaged. */
  async read(): Promise<Watch> {
    const item = await this.table.read(WATCH_KEY);
    return item === null ? FIRST_WATCH : watchSchema.parse(item);
  }

  async keep(watch: Watch): Promise<void> {
    await this.table.put(WATCH_KEY, { ...watch });
  }
}
