/**
 * Which resources of the old Region this move has begun to fence, one item each; written before that Region is asked. A fence
 * that broke down half-way left no verdict, and may all the same have taken a writer from its clients.
 */
import * as z from "zod";
import type { Baton } from "../../orchestrator/baton";
import { isOfThisMove } from "../../orchestrator/promotion";
import type { Table } from "./table";

const begunSchema = z.object({
  resourceId: z.string(),
  runId: z.string(),
  epoch: z.number().int(),
  beganAtMs: z.number(),
  undoneAtMs: z.number().exactOptional(),
});
/** `epoch`: of the baton when the run claimed it. */
type BegunFence = z.output<typeof begunSchema>;

const keyOf = (resourceId: string) => ({ pk: `FENCE#${resourceId}`, sk: "BEGUN" });

export class FenceLedger {
  /** `baton`: as it was when the call began. */
  constructor(
    private readonly table: Table,
    private readonly baton: Pick<Baton, "epoch" | "claimedEpoch">,
  ) {}

  /**
   * To be called before AWS is asked, so that an answer that is lost cannot hide what was asked. A fence that is taken up again
   * within its move began when it was begun first.
   */
  async beginning(fence: BegunFence): Promise<void> {
    const known = await this.read(fence.resourceId);
    const isTakenUp = known !== null && this.isOpen(known);
    const beganAtMs = isTakenUp ? known.beganAtMs : fence.beganAtMs;
    await this.table.put(keyOf(fence.resourceId), { ...fence, beganAtMs });
  }

  /** Whether this move has begun to fence it, by this run or one that it took over from, and has not let it go since. */
  async isBegun(resourceId: string): Promise<boolean> {
    return (await this.begunBy(resourceId)) !== null;
  }

  /** The run that did so; null where none did. */
  async begunBy(resourceId: string): Promise<string | null> {
    const begun = await this.read(resourceId);
    return begun !== null && this.isOpen(begun) ? begun.runId : null;
  }

  /** When the latest fence was begun that nobody has let go since, of whichever move; null where there is none. */
  async openSinceMs(resourceId: string): Promise<number | null> {
    const begun = await this.read(resourceId);
    return begun === null || begun.undoneAtMs !== undefined ? null : begun.beganAtMs;
  }

  /** Whether that is so of any of these. */
  async isAnyBegun(resources: readonly { readonly id: string }[]): Promise<boolean> {
    const begun = await Promise.all(resources.map(({ id }) => this.isBegun(id)));
    return begun.includes(true);
  }

  /** Does nothing where it was never fenced. */
  async undone(resourceId: string, nowMs: number): Promise<void> {
    await this.table.update(keyOf(resourceId), { undoneAtMs: nowMs });
  }

  private async read(resourceId: string): Promise<BegunFence | null> {
    const item = await this.table.read(keyOf(resourceId));
    return item === null ? null : begunSchema.parse(item);
  }

  private isOpen(begun: BegunFence): boolean {
    return begun.undoneAtMs === undefined && isOfThisMove(begun, this.baton);
  }
}
