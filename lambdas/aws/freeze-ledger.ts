/**
 * How far one run's freeze of one writer has come. Every change is one conditional write on the state that was read, so that
 * promoting a replica and letting the writer go again can never both happen, whoever is repeated or late:
 *
 *     freezing -> frozen -> drained -> promoting
 *         \__________\__________\----> thawed
 *
 * A run that is abandoned before it froze is `spared` instead, and freezes no more either.
 */
import * as z from "zod";
import type { Table } from "./table";

const entrySchema = z.object({
  state: z.enum(["freezing", "frozen", "drained", "promoting", "thawed", "spared"]),
  /** When the writer was seen to be frozen; null before. */
  frozenAtMs: z.number().nullable(),
});
export type FreezeEntry = z.output<typeof entrySchema>;

/** From these on the run freezes the writer no more. */
const OVER: ReadonlySet<FreezeEntry["state"]> = new Set(["promoting", "thawed", "spared"]);

const keyOf = (runId: string, resourceId: string) => ({ pk: `RUN#${runId}`, sk: `FREEZE#${resourceId}` });

export class FreezeLedger {
  constructor(
    private readonly table: Table,
    private readonly runId: string,
  ) {}

  /** Null when this run never touched the writer. */
  async read(resourceId: string): Promise<FreezeEntry | null> {
    const item = await this.table.read(keyOf(this.runId, resourceId));
    return item === null ? null : entrySchema.parse(item);
  }

  /** To be called before the writer is touched. False when this run has let it go or spared it already, or has promoted its replica. */
  async begin(resourceId: string): Promise<boolean> {
    await this.table.insert(keyOf(this.runId, resourceId), { state: "freezing", frozenAtMs: null });
    const entry = await this.read(resourceId);
    return entry !== null && !OVER.has(entry.state);
  }

  /** To be called instead of looking at a writer that nobody froze. False when this run has begun to freeze it. */
  async spare(resourceId: string): Promise<boolean> {
    const mark = await this.table.insert(keyOf(this.runId, resourceId), { state: "spared", frozenAtMs: null });
    return mark.written || mark.existing?.state === "spared";
  }

  /** A repeated freeze moves the time on: what is measured against it only gets stricter. */
  async frozen(resourceId: string, frozenAtMs: number): Promise<boolean> {
    return this.move(resourceId, ["freezing", "frozen", "drained"], { state: "frozen", frozenAtMs });
  }

  async drained(resourceId: string): Promise<boolean> {
    return this.move(resourceId, ["frozen", "drained"], { state: "drained" });
  }

  /** To be called before the replica is promoted: from here on the writer stays frozen. */
  async promoting(resourceId: string): Promise<boolean> {
    return this.move(resourceId, ["drained", "promoting"], { state: "promoting" });
  }

  /** To be called before the writer is let go. False when its replica is being promoted. A run that never froze has nothing to mark. */
  async thaw(resourceId: string): Promise<boolean> {
    if ((await this.read(resourceId)) === null) return true;
    return this.move(resourceId, ["freezing", "frozen", "drained", "thawed", "spared"], { state: "thawed" });
  }

  private async move(
    resourceId: string,
    from: readonly FreezeEntry["state"][],
    fields: Partial<FreezeEntry>,
  ): Promise<boolean> {
    const entry = await this.read(resourceId);
    if (entry === null || !from.includes(entry.state)) return false;
    return (await this.table.update(keyOf(this.runId, resourceId), fields, entry)).written;
  }
}
