/** Goes on with fences that the run could not finish, because the old Region said nothing, and tells on-call how they end. */

import type { Baton } from "../../orchestrator/baton";
import { oldRegionAnsweredNotice } from "../../orchestrator/fence-notices";
import { isComingHome, isInForce, isWorthTelling, type KeptFence } from "../../orchestrator/kept-fence";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import { isStanding } from "../../orchestrator/standing-decision";
import { FenceStore } from "../aws/fence-store";
import { GateStore } from "../aws/gate-store";
import { Notifier } from "../aws/notifier";
import { PromotionLedger } from "../aws/promotion-ledger";
import { RunStore } from "../aws/run-store";
import type { Table } from "../aws/table";
import { holdingRun } from "./holding-run";
import { type Fencing, type Found, lookUntilDone } from "./look-at-fence";
import { mayFence } from "./may-fence";

/**
 * Who may be fenced is judged by the baton: after the failover while the standby serves, beside the failover itself, and beside
 * a failback that has not come to the old writer yet. While the failover goes on nobody is told: its own message comes, and the
 * verdicts are on its record.
 */
export async function keepFencing(fencing: Fencing): Promise<void> {
  const { baton } = fencing;
  if (baton.holder === null && baton.active === "primary") return;
  const store = new FenceStore(fencing.table);
  const kept = await readFences(fencing, store);
  const mayGoOn = baton.holder === null || isComingHome(baton) || (await isPastDecision(fencing, kept));
  const open = mayGoOn ? await openOf(fencing, kept) : [];
  const looked = (await Promise.all(open.map((fence) => goOn(fencing, store, fence)))).filter(
    (fence) => fence !== null,
  );
  // Another invocation is at some of them; what it finds belongs into the same message.
  if (looked.length < open.length || baton.phase === "failing-over") return;
  for (const runId of new Set(looked.map((fence) => fence.runId))) {
    const incident = looked.filter((fence) => fence.runId === runId);
    await tell(fencing, store, incident);
  }
}

async function openOf(fencing: Fencing, kept: readonly KeptFence[]): Promise<readonly KeptFence[]> {
  const may = await Promise.all(kept.map((fence) => mayFence(fencing, fence, fencing.baton)));
  return kept.filter(({ isSettled }, index) => !isSettled && may[index]);
}

async function readFences({ runtime }: Fencing, store: FenceStore): Promise<readonly KeptFence[]> {
  const ids = resourcesWith(runtime.plan, "fence").map(({ id }) => id);
  const kept = await Promise.all(ids.map((id) => store.read(id)));
  return kept.filter((fence) => fence !== null);
}

/**
 * Whether the failover that holds the baton is past its decision and has not stood still since; and for good once a promotion
 * was asked for, by this run or one that it took over from. A Region that comes back from then on meets customers whose names
 * still lead to it, and what it takes is lost: also where the run stands still and waits for an operator. Before, a fence that
 * FAILED is a question to a person, who may have it undone, and a run that stands still may yet be given up.
 */
async function isPastDecision(fencing: Fencing, kept: readonly KeptFence[]): Promise<boolean> {
  const { runtime, table, baton, isHolderOver } = fencing;
  const data = resourcesWith(runtime.plan, "promote");
  if ((await new PromotionLedger(table, baton).requestedOf(data, "standby")).length > 0) return true;
  const own = kept.filter((fence) => isInForce(fence, baton));
  if (own.length < resourcesWith(runtime.plan, "fence").length) return false;
  const isPromoting = baton.phase === "failing-over" && own.every(({ verdict }) => verdict !== "FAILED");
  // Whoever stops a run that has promoted nothing may mean the primary to serve on.
  return isPromoting && !isHolderOver && (await isDecided(table, baton, own));
}

/**
 * A run that was redriven decides anew before it fences or promotes; until then nobody has said that the primary must go. Nor
 * has anybody while a person is asked, whatever about: a fence whose answer was lost is FAILED to the machine, and not where
 * it was kept.
 */
async function isDecided(table: Table, baton: Baton, [fence]: readonly KeptFence[]): Promise<boolean> {
  const runId = fence?.runId ?? "";
  const [run, gate] = await Promise.all([new RunStore(table).read(runId), new GateStore(table).read(runId)]);
  return isStanding(run?.decision, baton) && (gate === null || gate.decision?.approved === true);
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
  { runtime, table, baton }: Fencing,
  { runId, resourceId, verdict, previous, answeredAtMs }: KeptFence,
  changes: Partial<KeptFence>,
  { hasAnswered, result }: Found,
): Promise<void> {
  const runs = new RunStore(table);
  const hasComeBack = answeredAtMs === null && changes.answeredAtMs;
  const isData = resourcesWith(runtime.plan, "promote").some(({ id }) => id === resourceId);
  // The run that holds the baton bounds the loss when it closes; later the sentry's own message says what the old Region took.
  const holding = holdingRun(baton);
  if (hasComeBack && isData && holding !== null) {
    const reporting = holding.workflow === "failover" ? holding.runId : runId;
    await runs.update(reporting, { oldRegionAnsweredAtMs: hasComeBack });
  }
  if (changes.verdict !== undefined && changes.verdict !== verdict) {
    await runs.keepFenceVerdict(runId, resourceId, changes.verdict);
  }
  if (!hasAnswered || result === null || result.detail === previous?.detail) return;
  const atMs = runtime.clock.now();
  const enteredAt = new Date(atMs).toISOString();
  await runs.note(runId, { atMs, enteredAt, step: `fence ${resourceId}, by the sentry`, summary: result.detail });
}

/** Once for each incident. A message that could not be sent is tried again a minute later, because nothing is settled. */
async function tell(
  { runtime, table, baton }: Fencing,
  store: FenceStore,
  fences: readonly KeptFence[],
): Promise<void> {
  const [first] = fences;
  if (!first || !isWorthTelling(fences, runtime.clock.now())) return;
  const { runId, executionArn } = first;
  const notice = oldRegionAnsweredNotice(
    { plan: runtime.plan, run: { runId, executionArn, workflow: "failover" } },
    { fences, active: baton.active, isComingHome: isComingHome(baton) },
  );
  const { sent } = await new Notifier(runtime, table).send(runId, notice);
  if (!sent) return;
  const holding = fences.filter(({ verdict }) => verdict === "FENCED");
  await Promise.all(holding.map((fence) => store.change(fence, { isSettled: true })));
}
