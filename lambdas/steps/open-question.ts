/** Puts a question to a person: the gate, the run's record, its timeline, and the message with a link. */
import type * as z from "zod";
import { approvalUrl } from "../../orchestrator/approval-link";
import { AnswerGiven, InvalidInput } from "../../orchestrator/errors";
import type { Gate, GateBasis, GateFacts } from "../../orchestrator/gate";
import { asksNotice } from "../../orchestrator/gate-notices";
import { leaveQuestion, markAsked, open } from "../../orchestrator/gate-transitions";
import { momentText } from "../../orchestrator/message-text";
import { drawLinkSecret } from "../approval/link-secret";
import { describeFailure } from "../aws/failures";
import { GateStore } from "../aws/gate-store";
import { RunStore } from "../aws/run-store";
import { openTable } from "../aws/table";
import type { NoticeEnvironment } from "../runtime/environment";
import type { Runtime } from "../runtime/runtime";
import type { runSchema } from "./payload";
import { isPlanned } from "./planned-run";
import { tell } from "./tell";

export interface AskedBy {
  readonly run: z.output<typeof runSchema>;
  /** Visit of the machine to the asking state. */
  readonly enteredAt: string;
  readonly taskToken: string;
  /** The machine waits no longer than this, whatever the plan says. */
  readonly longestSeconds: number;
}

/** What a person is shown, and the same as it is compared with later. */
export interface Stated {
  readonly facts: GateFacts;
  readonly basis: GateBasis;
}

/**
 * The gate is open before anybody hears of it: a link never comes too early. A question that does not get out is left to the
 * sentry, which tries every minute: the run waits anyway, and asking it anew would cost the facts and the token.
 * Throws where somebody has answered a try that was lost meanwhile: their token ended with it, and nobody would wake this one.
 */
export async function openQuestion(runtime: Runtime<NoticeEnvironment>, asked: AskedBy, stated: Stated): Promise<void> {
  const { run, enteredAt } = asked;
  const { secret, hash } = drawLinkSecret(runtime.randomBytes);
  // Of a retry the gate keeps what the first attempt stated: somebody may have read it.
  const { status, expiresAtMs, facts, basis } = await openGate(runtime, asked, stated, hash);
  const table = openTable(runtime);
  const runs = new RunStore(table);
  await runs.update(run.runId, { outcome: "awaiting-approval", ...basis });
  const nowMs = runtime.clock.now();
  const summary = `${facts.question} A person is asked to decide until ${momentText(expiresAtMs)}.`;
  await runs.note(run.runId, { atMs: nowMs, enteredAt, step: "ask-approval", summary });
  if (status !== "open")
    throw new AnswerGiven(`The question of ${enteredAt} is answered already: the record says how.`);
  const link = approvalUrl(runtime.plan, run.runId, secret);
  const notice = asksNotice({ plan: runtime.plan, run }, { facts, expiresAtMs, nowMs, link });
  const isOut = await tell({ runtime, table, runId: run.runId, enteredAt }, notice, enteredAt);
  await keepWhetherAsked(runtime, run.runId, isOut);
}

/** Never throws. What is not kept here the sentry finds out, because a message that is marked as sent is not sent again. */
export async function keepWhetherAsked(runtime: Runtime<NoticeEnvironment>, runId: string, isOut: boolean) {
  const nowMs = runtime.clock.now();
  try {
    const gates = new GateStore(openTable(runtime));
    await gates.change(runId, (gate) => (isOut ? markAsked(gate, nowMs) : leaveQuestion(gate)));
  } catch (error) {
    runtime.log.error(`The gate does not say whether the question is out: ${describeFailure(error)}`);
  }
}

async function openGate(
  runtime: Runtime<NoticeEnvironment>,
  { run, enteredAt, taskToken, longestSeconds }: AskedBy,
  stated: Stated,
  secretHash: string,
): Promise<Gate> {
  const { runId } = run;
  const planned = isPlanned(run) ? runtime.plan.failback : runtime.plan.policy;
  const approvalTimeoutSeconds = Math.min(planned.approvalTimeoutSeconds, longestSeconds);
  const askedAtMs = runtime.clock.now();
  const question = { runId, enteredAt, taskToken, secretHash, askedAtMs, ...stated, approvalTimeoutSeconds };
  const change = await new GateStore(openTable(runtime)).change(runId, (gate) => open(gate, question));
  if ("refusal" in change) throw new InvalidInput(`The gate of ${runId} cannot be opened: ${change.refusal}.`);
  return change.gate;
}
