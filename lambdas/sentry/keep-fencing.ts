/**
 * Goes on with fences that the run could not finish, because the old Region said nothing. Looks often within one
 * invocation: a reboot that happens between two looks a minute apart would never be seen.
 */

import type { Baton } from "../../orchestrator/baton";
import { oldRegionAnsweredNotice } from "../../orchestrator/fence-notices";
import { isWorthTelling, type KeptFence } from "../../orchestrator/kept-fence";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import { sidesOf } from "../../orchestrator/workflow";
import { FenceStore } from "../aws/fence-store";
import { FreezeLedger } from "../aws/freeze-ledger";
import { LastSeenStore } from "../aws/last-seen-store";
import { MemoryStore } from "../aws/memory-store";
import { Notifier } from "../aws/notifier";
import { PromotionLedger } from "../aws/promotion-ledger";
import { RunStore } from "../aws/run-store";
import { SightingStore } from "../aws/sighting-store";
import type { Table } from "../aws/table";
import { attemptFence } from "../resources/fence-attempt";
import { type HandContext, handFor } from "../resources/hand";
import { FENCE } from "../resources/hands";
import type { NoticeEnvironment } from "../runtime/environment";
import type { Invocation, Runtime } from "../runtime/runtime";

const LOOK_AGAIN_MS = 3000;
/** One look makes at most three calls into the old Region, 4 s each when it falls silent again; then the table is written. */
const LEAST_TIME_FOR_A_LOOK_MS = 18_000;

export interface Fencing {
  readonly runtime: Runtime<NoticeEnvironment>;
  readonly table: Table;
  readonly baton: Baton;
  readonly invocation: Invocation;
  /** Whether the old application just passed its check through the write path. */
  readonly isServing: boolean;
}

/**
 * While a run promotes: a Region that comes back now meets customers whose names still lead to it. Silence is not the end of a
 * look then, and nobody is told before the run has closed. A fence that FAILED is left alone: a person is asked about it, and
 * may have it undone.
 */
export async function fenceBesideRun(fencing: Fencing): Promise<void> {
  const store = new FenceStore(fencing.table);
  const ids = resourcesWith(fencing.runtime.plan, "fence").map(({ id }) => id);
  const kept = await Promise.all(ids.map((id) => store.read(id)));
  const isPastFence = kept.every((fence) => fence?.executionArn === fencing.baton.holder && fence.verdict !== "FAILED");
  const open = kept.filter((fence) => fence !== null).filter(({ isSettled }) => !isSettled);
  if (isPastFence) await Promise.all(open.map((fence) => goOn(fencing, store, fence)));
}

/** Only for a failover that is over: while a run holds the baton, fencing is the run's. */
export async function keepFencing(fencing: Fencing): Promise<void> {
  const store = new FenceStore(fencing.table);
  const ids = resourcesWith(fencing.runtime.plan, "fence").map(({ id }) => id);
  const kept = await Promise.all(ids.map((id) => store.read(id)));
  const open = kept.filter((fence) => fence !== null).filter(({ isSettled }) => !isSettled);
  const looked = (await Promise.all(open.map((fence) => goOn(fencing, store, fence)))).filter(
    (fence) => fence !== null,
  );
  // Another invocation is at some of them; what it finds belongs into the same message.
  if (looked.length < open.length) return;
  for (const runId of new Set(looked.map((fence) => fence.runId))) {
    const incident = looked.filter((fence) => fence.runId === runId);
    await tell(fencing, store, incident);
  }
}

/** The fence as it stands afterwards. Whoever marks the look first has it; null for the other one. */
async function goOn(fencing: Fencing, store: FenceStore, fence: KeptFence): Promise<KeptFence | null> {
  const lookedAtMs = fencing.runtime.clock.now();
  const mine = await store.change(fence, { lookedAtMs });
  if (mine === null || mine.verdict === "FENCED") return mine;
  const found = await lookUntilDone(fencing, mine);
  const changes = changesBy(fencing, mine, found);
  await keepRecord(fencing, mine, changes, found);
  return store.change(mine, changes);
}

/** What an invocation found out about one fence. */
interface Found {
  readonly hasAnswered: boolean;
  /** Latest word of the old Region, of this invocation or an earlier one. */
  readonly result: ConvergeResult | null;
}

async function lookUntilDone({ runtime, table, baton, invocation }: Fencing, fence: KeptFence): Promise<Found> {
  const { runId, lookedAtMs: loopStartedAtMs } = fence;
  const context = {
    ...sidesOf(runtime.plan, "failover"),
    runtime,
    runId,
    workflow: "failover",
    epoch: baton.epoch,
    active: baton.active,
    runs: new RunStore(table),
    seen: new LastSeenStore(table),
    sightings: new SightingStore(table),
    memories: new MemoryStore(table),
    freezes: new FreezeLedger(table, runId),
    promotions: new PromotionLedger(table, baton),
    loopStartedAtMs,
  } as const;
  let found: Found = { hasAnswered: false, result: fence.previous };
  do {
    const result = await look(fence, { ...context, previous: found.result });
    if (result === null && baton.holder === null) return found;
    if (result !== null) found = { hasAnswered: true, result };
    if (result !== null && result.status !== "pending") return found;
    await runtime.clock.sleep(LOOK_AGAIN_MS);
  } while (invocation.getRemainingTimeInMillis() > LEAST_TIME_FOR_A_LOOK_MS);
  return found;
}

/** Null: the old Region says nothing. */
async function look({ resourceId }: KeptFence, context: HandContext): Promise<ConvergeResult | null> {
  const resource = resourcesWith(context.runtime.plan, "fence").find(({ id }) => id === resourceId);
  const hand = resource && handFor(FENCE, resource);
  if (!hand) return null;
  const attempt = await attemptFence(context.previous, () => hand(resource, context));
  return "silence" in attempt ? null : attempt.result;
}

function changesBy(
  { runtime, isServing }: Fencing,
  fence: KeptFence,
  { hasAnswered, result }: Found,
): Partial<KeptFence> {
  const nowMs = runtime.clock.now();
  const verdict = hasAnswered ? result?.facts?.verdict : undefined;
  return {
    previous: result,
    answeredAtMs: fence.answeredAtMs ?? (hasAnswered || isServing ? nowMs : null),
    servedAtMs: fence.servedAtMs ?? (isServing ? fence.lookedAtMs : null),
    ...((verdict === "FENCED" || verdict === "FAILED") && { verdict }),
  };
}

/** What changed goes into the record of the run that began it: a look that finds the same adds nothing. */
async function keepRecord(
  { runtime, table }: Fencing,
  { runId, resourceId, verdict, previous }: KeptFence,
  changes: Partial<KeptFence>,
  { hasAnswered, result }: Found,
): Promise<void> {
  const runs = new RunStore(table);
  if (changes.verdict !== undefined && changes.verdict !== verdict) {
    await runs.keepFenceVerdict(runId, resourceId, changes.verdict);
  }
  if (!hasAnswered || result === null || result.detail === previous?.detail) return;
  const atMs = runtime.clock.now();
  const enteredAt = new Date(atMs).toISOString();
  await runs.note(runId, { atMs, enteredAt, step: `fence ${resourceId}, by the sentry`, summary: result.detail });
}

/** Once for each incident. A message that could not be sent is tried again a minute later, because nothing is settled. */
async function tell({ runtime, table }: Fencing, store: FenceStore, fences: readonly KeptFence[]): Promise<void> {
  const [first] = fences;
  if (!first || !isWorthTelling(fences, runtime.clock.now())) return;
  const { runId, executionArn } = first;
  const notice = oldRegionAnsweredNotice(
    { plan: runtime.plan, run: { runId, executionArn, workflow: "failover" } },
    fences,
  );
  const { sent } = await new Notifier(runtime, table).send(runId, notice);
  if (!sent) return;
  const holding = fences.filter(({ verdict }) => verdict === "FENCED");
  await Promise.all(holding.map((fence) => store.change(fence, { isSettled: true })));
}
