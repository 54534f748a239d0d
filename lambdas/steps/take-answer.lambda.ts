/**
 * Responsible for: taking the answer to a question for good, whether it came in time, by which way, or not at all.
 * Triggered by: every machine, when its wait for a person has ended.
 * If it runs twice: the answer that was taken first stands.
 * Steps: close the gate; what a person wrote on the record goes before what came with the token; keep who, when and why in the
 * run's record and timeline; say how the machine goes on.
 */
import * as z from "zod";
import { InvalidInput } from "../../orchestrator/errors";
import { answerSentence, type GateAnswer, type GateDecision } from "../../orchestrator/gate";
import { close } from "../../orchestrator/gate-transitions";
import { oneLine } from "../../orchestrator/wording";
import { GateStore } from "../aws/gate-store";
import { holdBaton } from "../aws/holder";
import { RunStore } from "../aws/run-store";
import { openTable } from "../aws/table";
import { deploy } from "../runtime/deploy";
import { type TableEnvironment, tableEnvironment } from "../runtime/environment";
import type { HandlerFactory, Runtime } from "../runtime/runtime";
import { parsePayload, stepPayload } from "./payload";
import { isPlanned } from "./planned-run";

/** `answer`: what came with the token, whatever that is; null when the time was up. */
const takePayload = stepPayload.extend({ answer: z.unknown() });
type TakePayload = z.output<typeof takePayload>;

/** Only an answer that clearly says yes is one; whoever sent it must not matter. */
const tokenAnswerSchema = z.object({
  approved: z.literal(true).or(z.literal(false)).catch(false),
  decidedBy: oneLine(100, "a name").pipe(z.string().min(1)).catch("somebody who gave no name"),
  remark: oneLine(500, "a remark").catch(""),
});

export const factory: HandlerFactory<TableEnvironment> = {
  environment: tableEnvironment,
  create: (runtime) => async (event) => {
    const payload = parsePayload(takePayload, event);
    const { run, enteredAt } = payload;
    runtime.log.append({ ...run, step: "take-answer" });
    const table = openTable(runtime);
    await holdBaton(table, { run, enteredAt, nowMs: runtime.clock.now() });
    const answer = await takeAnswer(runtime, payload);
    const reason = answerSentence(answer);
    const runs = new RunStore(table);
    await runs.keepAnswer(run.runId, answer);
    await runs.note(run.runId, { atMs: runtime.clock.now(), enteredAt, step: "take-answer", summary: reason });
    runtime.log.info(reason);
    return { next: nextOf(runtime, payload, answer), outcome: answer.outcome, reason };
  },
};

export const handler = deploy(factory);

async function takeAnswer(runtime: Runtime<TableEnvironment>, { run, answer }: TakePayload): Promise<GateAnswer> {
  const fromToken = answer === null || answer === undefined ? null : decisionIn(answer, runtime.clock.now());
  const gates = new GateStore(openTable(runtime));
  const change = await gates.change(run.runId, (gate) => close(gate, fromToken));
  if ("refusal" in change || change.gate.outcome === null) {
    throw new InvalidInput(`The run ${run.runId} has asked nobody; there is no answer to take.`);
  }
  return { outcome: change.gate.outcome, decision: change.gate.decision };
}

function decisionIn(answer: unknown, nowMs: number): GateDecision {
  const given = typeof answer === "object" && !Array.isArray(answer) ? answer : {};
  return { ...tokenAnswerSchema.parse(given), decidedAtMs: nowMs, channel: "task token" };
}

/** A planned move that nobody approves is abandoned; what an unanswered failover does, its plan says. */
function nextOf({ plan }: Runtime<unknown>, { run }: TakePayload, { outcome }: GateAnswer): Next {
  if (outcome === "approved") return "proceed";
  return outcome === "expired" && !isPlanned(run) ? plan.policy.onApprovalTimeout : "stand-down";
}

type Next = "proceed" | "stand-down" | "call-operator";
