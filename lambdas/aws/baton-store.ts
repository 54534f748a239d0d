/**
 * The baton's record. A change is read, judged by a pure transition, and written in one conditional write that names what
 * was read; if somebody else wrote in between, the transition is judged again on what is there now.
 */

import * as z from "zod";
import { type Baton, FIRST_BATON, PHASES } from "../../orchestrator/baton";
import type { BatonChange } from "../../orchestrator/baton-transitions";
import { BatonHeld } from "../../orchestrator/errors";
import { WORKFLOWS } from "../../orchestrator/workflow";
import type { Item } from "./attributes";
import type { Table } from "./table";

const BATON_KEY = { pk: "BATON", sk: "BATON" } as const;
/** Writers are few and each judges again: three lost races in a row mean that something is broken. */
const LARGEST_ATTEMPTS = 3;

const batonSchema = z.object({
  active: z.enum(["primary", "standby"]),
  epoch: z.number().int(),
  claimedEpoch: z.number().int().exactOptional(),
  phase: z.enum(PHASES),
  holder: z.string().nullable(),
  aborted: z.string().nullable(),
  predecessor: z.string().nullable().exactOptional(),
  workflow: z.enum(WORKFLOWS).nullable(),
  automation: z.object({
    enabled: z.boolean(),
    pausedBy: z.string().exactOptional(),
    reason: z.string().exactOptional(),
    pausedUntilMs: z.number().exactOptional(),
  }),
  changedAtMs: z.number(),
  recentFailovers: z.array(z.number()),
});

/** What every change of the baton writes, all of them at once: an item with none of them holds a brake and nothing else. */
const MOVING_FIELDS = ["active", "epoch", "phase", "holder", "changedAtMs"] as const;

export class BatonStore {
  constructor(private readonly table: Table) {}

  /** The baton as it is now. Throws zod's error when the record is damaged. */
  async read(): Promise<Baton> {
    return parseBaton(await this.table.read(BATON_KEY));
  }

  /** Applies a transition. Answers what is in the table now, or the refusal with who holds it; nothing is written then. */
  async change(transition: (baton: Baton) => BatonChange): Promise<BatonChange> {
    for (let attempt = 1; attempt <= LARGEST_ATTEMPTS; attempt += 1) {
      const item = await this.table.read(BATON_KEY);
      const current = parseBaton(item);
      const change = transition(current);
      if ("refusal" in change || !change.changed) return change;
      if (await this.write(item, change.baton)) return change;
    }
    throw new BatonHeld("The baton was changed by others each time this run tried to change it.");
  }

  /** Like `change`, where a refusal is an error. Throws `BatonHeld`, which says who holds the baton. */
  async require(transition: (baton: Baton) => BatonChange): Promise<Baton> {
    const change = await this.change(transition);
    if ("refusal" in change) throw new BatonHeld(change.refusal.reason);
    return change.baton;
  }

  /**
   * Names what was read, a field that was not there included: the first run may claim a baton that only holds a pause.
   * `automation` is a person's brake and never written over, so that pausing cannot be lost to a running failover.
   */
  private async write(existing: Item | null, to: Baton): Promise<boolean> {
    if (existing === null) return (await this.table.insert(BATON_KEY, { ...to })).written;
    const { automation: _brake, ...fields } = to;
    const { active, epoch, phase, holder } = existing;
    return (await this.table.update(BATON_KEY, fields, { active, epoch, phase, holder })).written;
  }
}

/**
 * A baton that no run ever claimed is as in the beginning, but for the brake that a person may have written. One that lacks
 * some of what a claim writes is damaged: guessing who is active could send customers to a stale writer.
 */
function parseBaton(item: Item | null): Baton {
  if (item === null) return FIRST_BATON;
  const wasClaimed = MOVING_FIELDS.some((field) => field in item);
  const { automation, recentFailovers, workflow, aborted } = FIRST_BATON;
  return batonSchema.parse({
    ...(wasClaimed ? { automation, recentFailovers, workflow, aborted } : FIRST_BATON),
    ...item,
  });
}
