/** Fences that outlive their run, one item for each resource of the plan. A new incident replaces what the last one left. */
import * as z from "zod";
import type { KeptFence } from "../../orchestrator/kept-fence";
import { convergeResultSchema } from "../steps/payload";
import type { Table } from "./table";

const verdictSchema = z.enum(["FENCED", "UNREACHABLE", "FAILED"]);
const fenceSchema = z.object({
  resourceId: z.string(),
  runId: z.string(),
  executionArn: z.string(),
  verdict: verdictSchema,
  firstVerdict: verdictSchema,
  previous: convergeResultSchema.nullable(),
  lookedAtMs: z.number(),
  answeredAtMs: z.number().nullable(),
  servedAtMs: z.number().nullable(),
  setAsideBy: z.string().nullable().default(null),
  isSettled: z.boolean(),
});

const keyOf = (resourceId: string) => ({ pk: `FENCE#${resourceId}`, sk: "KEPT" });

export class FenceStore {
  constructor(private readonly table: Table) {}

  /** Writes the fence of a run that is going on, whatever an earlier incident left. */
  async keep(fence: KeptFence): Promise<void> {
    await this.table.put(keyOf(fence.resourceId), { ...fence });
  }

  /** Null when the resource was never fenced. Throws zod's error when the item is damaged. */
  async read(resourceId: string): Promise<KeptFence | null> {
    const item = await this.table.read(keyOf(resourceId));
    return item === null ? null : fenceSchema.parse(item);
  }

  /**
   * Ends a fence whatever became of it. Overtakes whoever is looking at it: the looker's own change leaves this field alone.
   * Does nothing where the resource was never fenced.
   */
  async settle(resourceId: string): Promise<void> {
    await this.table.update(keyOf(resourceId), { isSettled: true });
  }

  /** Leaves the resource to a failback that begins to rebuild it. Does nothing where it was never fenced. */
  async leaveTo(resourceId: string, executionArn: string): Promise<void> {
    await this.table.update(keyOf(resourceId), { setAsideBy: executionArn });
  }

  /**
   * Changes a fence as it was read. Null when somebody else has looked since, or another run has fenced: schedules may fire
   * twice, and only one of two lookers goes on.
   */
  async change(fence: KeptFence, changes: Partial<KeptFence>): Promise<KeptFence | null> {
    const { resourceId, runId, lookedAtMs } = fence;
    const { written } = await this.table.update(keyOf(resourceId), { ...changes }, { runId, lookedAtMs });
    return written ? { ...fence, ...changes } : null;
  }
}
