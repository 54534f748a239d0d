/**
 * What a failover needs before its first promotion: a decision after which it has not stood still. Fences that found nobody
 * are as old as the decision, and a sentry fences for nobody who stands still: the primary may serve again, and be open.
 */
import { DecisionOutOfDate } from "../../orchestrator/errors";
import { momentText } from "../../orchestrator/message-text";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import { isStanding } from "../../orchestrator/standing-decision";
import { PromotionLedger } from "../aws/promotion-ledger";
import type { ConvergeCall } from "./converging-step";

/** Throws `DecisionOutOfDate`, unless something was asked for already: then there is no way but forward. */
export async function requireStandingDecision({ runtime, payload, runs, table, baton }: ConvergeCall): Promise<void> {
  if (payload.run.workflow !== "failover" || baton.active === "standby") return;
  const decision = (await runs.read(payload.run.runId))?.decision;
  if (isStanding(decision, baton)) return;
  const data = resourcesWith(runtime.plan, "promote");
  if ((await new PromotionLedger(table, baton).requestedOf(data, "standby")).length > 0) return;
  const decided = decision ? `was made at ${momentText(decision.decidedAtMs)}` : "is not on its record";
  throw new DecisionOutOfDate(
    `The decision of the run ${decided}, and the run has stood still since; the primary is looked at and fenced once more first.`,
  );
}
