/**
 * Responsible for: seeing that an approval still stands: the facts that the person saw may be hours old.
 * Triggered by: the converge loop of a planned move, right after the approval.
 * If it runs twice: it only looks; the approval is written down again as it was.
 * Steps: write down who approved; gather every fact anew; go on unless any of them has become worse. One late datapoint or
 * one lost probe is no reason to throw hours of preparation away, so what is worse may recover until the loop's deadline;
 * nothing is frozen yet, and the source serves on.
 */
import * as z from "zod";
import { InvalidInput } from "../../orchestrator/errors";
import { areStale, oldestFactMs, worsened } from "../../orchestrator/move-facts";
import { gatherMoveFacts } from "../observers/planned-move";
import { done, pending } from "../resources/hand";
import { deploy } from "../runtime/deploy";
import { convergingStep, handContext } from "./converging-step";
import { convergePayload, parsePayload } from "./payload";

const checkPayload = convergePayload.extend({
  approval: z.object({ approved: z.boolean(), decidedBy: z.string(), remark: z.string().exactOptional() }),
});

export const factory = convergingStep("check-again", async (call) => {
  const { runtime, runs, event } = call;
  const { run, approval } = parsePayload(checkPayload, event);
  const record = await runs.read(run.runId);
  if (!record?.moveFacts) throw new InvalidInput(`The record of ${run.runId} has no facts that a person has seen.`);
  await runs.update(run.runId, { approval });
  const context = handContext(call);
  const nowMs = runtime.clock.now();
  const worse = worsened(record.moveFacts, await gatherMoveFacts(context), context.target.role, runtime.plan.failback);
  if (worse.length > 0) return pending(`What ${approval.decidedBy} approved is not so any more: ${worse.join(" ")}`);
  const ageSeconds = Math.round((nowMs - oldestFactMs(record.moveFacts, nowMs)) / 1000);
  const isStale = areStale(record.moveFacts, nowMs, runtime.plan.failback.largestFactAgeSeconds);
  const age = isStale ? `older than the plan allows, up to ${ageSeconds} s,` : `up to ${ageSeconds} s old`;
  return done(`The facts that ${approval.decidedBy} approved were ${age} and have not become worse.`);
});

export const handler = deploy(factory);
