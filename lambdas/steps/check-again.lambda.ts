/**
 * Responsible for: seeing that an approval still stands: the facts that the person saw may be hours old.
 * Triggered by: the converge loop of a planned move, right after the approval.
 * If it runs twice: it looks again; the latest look is the one that the freeze goes by.
 * Steps: refuse an old approval after which the run has stood still, so that it is asked again; gather every fact anew; go
 * on unless any of them has become worse, or the source has outgrown the target. One late datapoint or one lost probe is
 * no reason to throw hours of preparation away, so what is worse may recover until the loop's deadline; nothing is frozen
 * yet, and the source serves on. Keep when nothing had become worse.
 */
import { DecisionOutOfDate, InvalidInput } from "../../orchestrator/errors";
import { standingApproval } from "../../orchestrator/late-approval";
import { areStale, oldestFactMs, worsened } from "../../orchestrator/move-facts";
import { gatherMoveFacts, gatherWantedCapacities } from "../observers/planned-move";
import { done, pending } from "../resources/hand";
import { deploy } from "../runtime/deploy";
import { type ConvergeCall, convergingStep, handContext } from "./converging-step";

export const factory = convergingStep("check-again", async (call) => {
  const { runtime, runs } = call;
  const { run } = call.payload;
  const record = await runs.read(run.runId);
  if (!record?.moveFacts) throw new InvalidInput(`The record of ${run.runId} has no facts that a person has seen.`);
  const context = handContext(call);
  const nowMs = runtime.clock.now();
  const approvedBy = standingApproval(record.approval, call.baton, nowMs);
  if (approvedBy === null) throw new DecisionOutOfDate(await noteOldApproval(call));
  const [facts, wanted] = await Promise.all([gatherMoveFacts(context), gatherWantedCapacities(context)]);
  const worse = worsened(record.moveFacts, { facts, wanted }, context.target.role, runtime.plan.failback);
  if (worse.length > 0) return pending(`What ${approvedBy} approved is not so any more: ${worse.join(" ")}`);
  const ageSeconds = Math.round((nowMs - oldestFactMs(record.moveFacts, nowMs)) / 1000);
  const isStale = areStale(record.moveFacts, nowMs, runtime.plan.failback.largestFactAgeSeconds);
  const age = isStale ? `older than the plan allows, up to ${ageSeconds} s,` : `up to ${ageSeconds} s old`;
  await runs.update(run.runId, { checkedAgainAtMs: nowMs });
  return done(`The facts that ${approvedBy} approved were ${age} and have not become worse.`);
});

export const handler = deploy(factory);

async function noteOldApproval({ runs, runtime, payload: { run, enteredAt } }: ConvergeCall): Promise<string> {
  const summary = "The run has stood still since it was approved, and that is long ago; a person is asked again.";
  await runs.note(run.runId, { atMs: runtime.clock.now(), enteredAt, step: "check-again", summary });
  return summary;
}
