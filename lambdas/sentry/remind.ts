/** Reminds on-call of a question that is about to expire. The sentry comes by every minute anyway, whatever the machine waits for. */
import { approvalUrl } from "../../orchestrator/approval-link";
import type { Gate } from "../../orchestrator/gate";
import { reminderNotice } from "../../orchestrator/gate-notices";
import { claimReminder, markReminded } from "../../orchestrator/gate-transitions";
import type { NoticeContext } from "../../orchestrator/notice";
import { drawLinkSecret } from "../approval/link-secret";
import { describeFailure } from "../aws/failures";
import { GateStore } from "../aws/gate-store";
import { openTable } from "../aws/table";
import type { NoticeEnvironment } from "../runtime/environment";
import type { Runtime } from "../runtime/runtime";
import { tell } from "../steps/tell";

/** `run`: the one that may be waiting. Never throws: whatever becomes of the reminder, the sentry's look goes on. */
export async function remindOfQuestion(
  runtime: Runtime<NoticeEnvironment>,
  run: NoticeContext["run"] | null,
): Promise<void> {
  if (run === null) return;
  try {
    const gates = new GateStore(openTable(runtime));
    const { secret, hash } = drawLinkSecret(runtime.randomBytes);
    // The claim lets one sentry remind, however many are called in the same minute.
    const claimed = await gates.change(run.runId, (gate) => claimReminder(gate, hash, runtime.clock.now()));
    if ("refusal" in claimed) return;
    const wasSent = await remind(runtime, run, claimed.gate, secret);
    if (wasSent) await gates.change(run.runId, markReminded);
  } catch (error) {
    runtime.log.error(`On-call could not be reminded: ${describeFailure(error)}`);
  }
}

async function remind(
  runtime: Runtime<NoticeEnvironment>,
  run: NoticeContext["run"],
  { facts, enteredAt, expiresAtMs }: Gate,
  secret: string,
): Promise<boolean> {
  const { plan } = runtime;
  const nowMs = runtime.clock.now();
  const link = approvalUrl(plan, run.runId, secret);
  const notice = reminderNotice({ plan, run }, { facts, expiresAtMs, nowMs, link });
  return tell({ runtime, table: openTable(runtime), runId: run.runId, enteredAt }, notice, enteredAt);
}
