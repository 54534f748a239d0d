/**
 * Looks at one kept fence for as long as an invocation lasts, every few seconds: a reboot that happens between two looks a
 * minute apart would never be seen.
 */
import type { Baton } from "../../orchestrator/baton";
import { isComingHome, type KeptFence } from "../../orchestrator/kept-fence";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import { sidesOf } from "../../orchestrator/workflow";
import { BatonStore } from "../aws/baton-store";
import { FenceLedger } from "../aws/fence-ledger";
import { FenceStore } from "../aws/fence-store";
import { FreezeLedger } from "../aws/freeze-ledger";
import { LastSeenStore } from "../aws/last-seen-store";
import { MemoryStore } from "../aws/memory-store";
import { PromotionLedger } from "../aws/promotion-ledger";
import { RunStore } from "../aws/run-store";
import { SightingStore } from "../aws/sighting-store";
import type { Table } from "../aws/table";
import { attemptFence } from "../resources/fence-attempt";
import { type HandContext, handFor } from "../resources/hand";
import { FENCE } from "../resources/hands";
import type { NoticeEnvironment } from "../runtime/environment";
import type { Invocation, Runtime } from "../runtime/runtime";
import { mayFence } from "./may-fence";

const LOOK_AGAIN_MS = 3000;
/**
 * One look makes at most three calls into the old Region, 4 s each when it falls silent again; then the table is written.
 * No look begins with less: this is what keeps fencing within the function's timeout.
 */
const LEAST_TIME_FOR_A_LOOK_MS = 18_000;

export interface Fencing {
  readonly runtime: Runtime<NoticeEnvironment>;
  readonly table: Table;
  readonly baton: Baton;
  /** Whether the run that holds the baton has ended, for all that is known: nobody may have marked it. */
  readonly isHolderOver: boolean;
  readonly invocation: Invocation;
  /** Whether the old application just passed its check through the write path. */
  readonly isServing: boolean;
}

/** What an invocation found out about one fence. */
export interface Found {
  readonly hasAnswered: boolean;
  /** Latest word of the old Region, of this invocation or an earlier one. */
  readonly result: ConvergeResult | null;
}

/** Silence ends it once the failover is over; beside a run it is asked on. */
export async function lookUntilDone(fencing: Fencing, fence: KeptFence): Promise<Found> {
  const { runtime, table, baton, invocation } = fencing;
  const { runId, lookedAtMs: loopStartedAtMs } = fence;
  const context = {
    ...sidesOf(runtime.plan, "failover"),
    runtime,
    runId,
    workflow: "failover",
    epoch: baton.epoch,
    active: baton.active,
    batonChangedAtMs: baton.changedAtMs,
    runs: new RunStore(table),
    seen: new LastSeenStore(table),
    sightings: new SightingStore(table),
    memories: new MemoryStore(table),
    fences: new FenceLedger(table, baton),
    freezes: new FreezeLedger(table, runId),
    promotions: new PromotionLedger(table, baton),
    canWait: true,
    loopStartedAtMs,
  } as const;
  let found: Found = { hasAnswered: false, result: fence.previous };
  while ((await isOpen(fencing, fence)) && invocation.getRemainingTimeInMillis() > LEAST_TIME_FOR_A_LOOK_MS) {
    const result = await look(fence, { ...context, previous: found.result });
    if (result === null && baton.holder === null) return found;
    if (result !== null) found = { hasAnswered: true, result };
    if (result !== null && result.status !== "pending") return found;
    await runtime.clock.sleep(LOOK_AGAIN_MS);
  }
  return found;
}

/** A planned move may begin or come to the old writer, or a person give the failover up, between two looks. */
async function isOpen(fencing: Fencing, fence: KeptFence): Promise<boolean> {
  const baton = await new BatonStore(fencing.table).read();
  const latest = isComingHome(baton) ? await new FenceStore(fencing.table).read(fence.resourceId) : fence;
  return latest !== null && mayFence(fencing, latest, baton);
}

/** Null: the old Region says nothing. */
async function look({ resourceId }: KeptFence, context: HandContext): Promise<ConvergeResult | null> {
  const resource = resourcesWith(context.runtime.plan, "fence").find(({ id }) => id === resourceId);
  const hand = resource && handFor(FENCE, resource);
  if (!hand) return null;
  const attempt = await attemptFence(context.previous, () => hand(resource, context));
  return "silence" in attempt ? null : attempt.result;
}
