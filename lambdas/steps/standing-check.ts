/**
 * What a planned move needs from its freeze to its first promotion: a second look after which it has not stood still. A move
 * that has is abandoned, which lets the writer go; looking once more while nobody can write would only find that out later.
 */
import { DecisionOutOfDate } from "../../orchestrator/errors";
import { momentText } from "../../orchestrator/message-text";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import type { RunRecord } from "../../orchestrator/run";
import { isCheckStanding } from "../../orchestrator/standing-check";
import { sidesOf } from "../../orchestrator/workflow";
import { PromotionLedger } from "../aws/promotion-ledger";
import type { ConvergeCall } from "./converging-step";
import { isPlanned } from "./planned-run";

/** Throws `DecisionOutOfDate`. */
export async function requireStandingCheck({ payload: { run }, runs, baton }: ConvergeCall): Promise<void> {
  const record: Partial<RunRecord> = (await runs.read(run.runId)) ?? {};
  if (isCheckStanding(record, baton)) return;
  const { checkedAgainAtMs } = record;
  const checked = checkedAgainAtMs === undefined ? "are not on its record" : `are of ${momentText(checkedAgainAtMs)}`;
  throw new DecisionOutOfDate(
    `The facts that the ${run.workflow} went by ${checked}, and the run has stood still since. Start it again: it looks and asks anew.`,
  );
}

/** The same before a promotion; once one was asked for there is no way but forward. */
export async function requireStandingCheckOrPromotion(call: ConvergeCall): Promise<void> {
  const { runtime, table, baton } = call;
  const { run } = call.payload;
  if (!isPlanned(run)) return;
  const { role } = sidesOf(runtime.plan, run.workflow).target;
  const asked = await new PromotionLedger(table, baton).requestedOf(resourcesWith(runtime.plan, "promote"), role);
  if (asked.length === 0 && baton.active !== role) await requireStandingCheck(call);
}
