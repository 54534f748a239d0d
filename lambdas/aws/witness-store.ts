/** When the sentry last asked the witness, and whether it was heard. */
import * as z from "zod";
import type { WitnessCheck } from "../../orchestrator/witness-check";
import type { Table } from "./table";

/** `@` cannot stand in the name of a resource, so this never meets one. */
const WITNESS_KEY = { pk: "SEEN#@witness", sk: "LAST" } as const;

const checkSchema = z.object({ askedAtMs: z.number(), isHeard: z.boolean() });

export class WitnessStore {
  constructor(private readonly table: Table) {}

  /** Null before the first time. Throws zod's error when the record is damaged. */
  async read(): Promise<WitnessCheck | null> {
    const item = await this.table.read(WITNESS_KEY);
    return item === null ? null : checkSchema.parse(item);
  }

  async keep(check: WitnessCheck): Promise<void> {
    await this.table.put(WITNESS_KEY, { ...check });
  }
}
