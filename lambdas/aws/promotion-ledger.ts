/** Which promotions were asked for, one item for each resource and Region; written before AWS is asked. */
import * as z from "zod";
import type { Baton, RegionRole } from "../../orchestrator/baton";
import { isOfThisMove, type Promotion } from "../../orchestrator/promotion";
import type { Table } from "./table";

const promotionSchema = z.object({
  resourceId: z.string(),
  role: z.enum(["primary", "standby"]),
  instanceId: z.string(),
  runId: z.string(),
  epoch: z.number().int(),
  requestedAtMs: z.number(),
  undoneAtMs: z.number().exactOptional(),
  restoredAtMs: z.number().exactOptional(),
}) satisfies z.ZodType<Promotion>;

const keyOf = (resourceId: string, role: RegionRole) => ({ pk: `PROMOTION#${resourceId}`, sk: role });

export class PromotionLedger {
  /** `baton`: as it was when the call began. */
  constructor(
    private readonly table: Table,
    private readonly baton: Pick<Baton, "epoch" | "claimedEpoch">,
  ) {}

  /** To be called before AWS is asked, so that an answer that is lost cannot hide what was asked. */
  async asking(promotion: Promotion): Promise<void> {
    await this.table.put(keyOf(promotion.resourceId, promotion.role), { ...promotion });
  }

  /** What was asked for in the move that holds the baton now, by this run or one that it took over from; null: nothing. */
  async requested(resourceId: string, role: RegionRole): Promise<Promotion | null> {
    const promotion = await this.read(resourceId, role);
    if (promotion === null || promotion.undoneAtMs !== undefined) return null;
    return isOfThisMove(promotion, this.baton) ? promotion : null;
  }

  /** What was asked for at any time and still lacks settings that promotion has reset; null: nothing that is known of. */
  async unrestored(resourceId: string, role: RegionRole): Promise<Promotion | null> {
    const promotion = await this.read(resourceId, role);
    const isOver = promotion?.undoneAtMs !== undefined || promotion?.restoredAtMs !== undefined;
    return isOver ? null : promotion;
  }

  /** Of all these resources, in the order given. */
  async requestedOf(resources: readonly { readonly id: string }[], role: RegionRole): Promise<readonly Promotion[]> {
    const promotions = await Promise.all(resources.map(({ id }) => this.requested(id, role)));
    return promotions.filter((promotion) => promotion !== null);
  }

  async undone(promotion: Promotion, nowMs: number): Promise<void> {
    await this.mark(promotion, { undoneAtMs: nowMs });
  }

  async restored(promotion: Promotion, nowMs: number): Promise<void> {
    await this.mark(promotion, { restoredAtMs: nowMs });
  }

  private async read(resourceId: string, role: RegionRole): Promise<Promotion | null> {
    const item = await this.table.read(keyOf(resourceId, role));
    return item === null ? null : promotionSchema.parse(item);
  }

  /** Unless it was asked for again meanwhile. */
  private async mark({ resourceId, role, requestedAtMs }: Promotion, changes: Partial<Promotion>): Promise<void> {
    await this.table.update(keyOf(resourceId, role), { ...changes }, { requestedAtMs });
  }
}
