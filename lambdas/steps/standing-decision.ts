/**
 * What a failover needs before it fences and before its first promotion: a decision after which it has not stood still. Fences
 * that found nobody are as old as the decision, and a sentry fences for nobody who stands still: the primary may serve again, and
 * be open. A fence of a primary that serves makes an outage of its own, which every look after it takes for a reason to move.
 */
import { DecisionOutOfDate } from "../../orchestrator/errors";
import { momentText } from "../../orchestrator/message-text";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import { isStanding } from "../../orchestrator/standing-decision";
import { PromotionLedger } from "../aws/promotion-ledger";
import type { ConvergeCall } from "./converging-step";

/** Throws `DecisionOutOfDate`. */
export async function requireStandingDecision(call: ConvergeCall): Promise<void> {
  const standstill = await standstillSinceDecision(call);
  if (standstill !== null) throw new DecisionOutOfDate(standstill);
}

/**
 * Why the decision does not stand any more, in a sentence. Null where it stands, and where a promotion was asked for already:
 * then there is no way but forward.
 */
export async function standstillSinceDecision(call: ConvergeCall): Promise<string | null> {
  const { runtime, payload, runs, table, baton } = call;
  if (payload.run.workflow !== "failover" || baton.active === "standby") return null;
  const decision = (await runs.read(payload.run.runId))?.decision;
  if (isStanding(decision, baton, payload.redriveCount)) return null;
  const data = resourcesWith(runtime.plan, "promote");
  if ((await new PromotionLedger(table, baton).requestedOf(data, "standby")).length > 0) return null;
  const decided = decision ? `was made at ${momentText(decision.decidedAtMs)}` : "is not on its record";
  return `The decision of the run ${decided}, and the run has stood still since; the primary is looked at once more before anything is fenced or promoted.`;
}
