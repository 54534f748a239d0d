/** Sends a question that could not be sent when it was asked. Every minute until it is out, decided or too late. */
import { approvalUrl } from "../../orchestrator/approval-link";
import type { Gate } from "../../orchestrator/gate";
import { asksNotice } from "../../orchestrator/gate-notices";
import { claimQuestion } from "../../orchestrator/gate-transitions";
import type { NoticeContext } from "../../orchestrator/notice";
import { drawLinkSecret } from "../approval/link-secret";
import { describeFailure } from "../aws/failures";
import { GateStore } from "../aws/gate-store";
import { openTable } from "../aws/table";
import type { NoticeEnvironment } from "../runtime/environment";
import type { Runtime } from "../runtime/runtime";
import { keepWhetherAsked } from "../steps/open-question";
import { tell } from "../steps/tell";

/** `run`: the one that may be waiting. Never throws: the sentry's look goes on. */
export async function askAgain(runtime: Runtime<NoticeEnvironment>, run: NoticeContext["run"] | null): Promise<void> {
  if (run === null) return;
  try {
    const { secret, hash } = drawLinkSecret(runtime.randomBytes);
    const gates = new GateStore(openTable(runtime));
    const claimed = await gates.change(run.runId, (gate) => claimQuestion(gate, hash, runtime.clock.now()));
    if ("refusal" in claimed) return;
    await keepWhetherAsked(runtime, run.runId, await ask(runtime, run, claimed.gate, secret));
  } catch (error) {
    runtime.log.error(`An unsent question could not be looked at: ${describeFailure(error)}`);
  }
}

function ask(
  runtime: Runtime<NoticeEnvironment>,
  run: NoticeContext["run"],
  { facts, enteredAt, expiresAtMs }: Gate,
  secret: string,
): Promise<boolean> {
  const { plan } = runtime;
  const link = approvalUrl(plan, run.runId, secret);
  const notice = asksNotice({ plan, run }, { facts, expiresAtMs, nowMs: runtime.clock.now(), link });
  return tell({ runtime, table: openTable(runtime), runId: run.runId, enteredAt }, notice, enteredAt);
}
