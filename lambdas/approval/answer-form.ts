/** What a sent form leads to. Anything wrong with it shows the question again, with what the person wrote, and decides nothing. */
import type { SFNClient } from "@aws-sdk/client-sfn";
import { type Gate, type GateDecision, gateStateAt } from "../../orchestrator/gate";
import type { Plan } from "../../orchestrator/plan";
import type { GateStore } from "../aws/gate-store";
import type { Runtime } from "../runtime/runtime";
import { type DecideOutcome, decideGate } from "./decide-gate";
import { issueNonce, judgeNonce } from "./nonce";
import { decidedPage, expiredPage, notHandedOverPage, UNKNOWN_PAGE, usedPage } from "./other-pages";
import type { Page } from "./page";
import { questionPage } from "./question-page";
import { type DecisionForm, type GivenWords, NO_WORDS, type PageRequest, readForm } from "./request";

export interface SentForm {
  readonly runtime: Runtime<unknown>;
  readonly gates: GateStore;
  readonly sfn: SFNClient;
  /** As it was when the request came, its secret proved. */
  readonly gate: Gate;
  readonly request: PageRequest;
}

export async function answerForm(sent: SentForm): Promise<Page> {
  const { gate, runtime, request } = sent;
  // Decided already: nothing of the form matters any more, it can only finish what stands.
  if (gate.decision) return carryOut(sent, gate.decision);
  if (gateStateAt(gate, runtime.clock.now()) !== "open") return expiredPage(gate, runtime.plan);
  const result = readForm(request);
  switch (result.kind) {
    case "too-large":
      return { ...askAgain(sent, ["What you sent is too large."], NO_WORDS), status: 413 };
    case "not-a-form":
      return { ...askAgain(sent, ["This was not the page's form."], NO_WORDS), status: 415 };
    case "invalid":
      return askAgain(sent, result.problems, result.given);
    case "form":
      return judge(sent, result.form);
  }
}

const NONCE_PROBLEMS = {
  "too-old": "The page had been open for more than a quarter of an hour. Look at the facts again, then decide.",
  "not-ours": "The form did not come from this page. Look at the facts, then decide.",
} as const;

async function judge(sent: SentForm, form: DecisionForm): Promise<Page> {
  const { gate, runtime, request } = sent;
  const nowMs = runtime.clock.now();
  const verdict = judgeNonce(form.nonce, request.secret, gate, nowMs);
  if (verdict !== "good") return askAgain(sent, [NONCE_PROBLEMS[verdict]], form);
  const { name, remark, decision } = form;
  const approved = decision === "approve";
  return carryOut(sent, { approved, decidedBy: name, remark, decidedAtMs: nowMs, channel: "link" });
}

async function carryOut({ runtime, gates, sfn, gate }: SentForm, decision: GateDecision): Promise<Page> {
  const { plan } = runtime;
  const result = await decideGate({ gates, sfn }, gate, decision);
  runtime.log.info(`A decision was sent: ${result.outcome}.`, { approved: decision.approved, outcome: result.outcome });
  return pageOf(result, { gate, plan }, decision);
}

interface Asked {
  readonly gate: Gate;
  readonly plan: Plan;
}

function pageOf(result: DecideOutcome, { gate, plan }: Asked, wanted: GateDecision): Page {
  switch (result.outcome) {
    case "decided":
      return result.isFirst
        ? decidedPage(gate, wanted, result.wasWaiting)
        : usedPage(result.gate, result.gate.decision ?? wanted);
    case "not-handed-over":
      return notHandedOverPage(result.gate.decision ?? wanted);
    case "closed":
      return usedPage(result.gate, result.gate.decision ?? wanted);
    case "expired":
      return expiredPage(gate, plan);
    case "no-gate":
    case "asked-anew":
      return UNKNOWN_PAGE;
  }
}

function askAgain({ runtime, gate, request }: SentForm, problems: readonly string[], given: GivenWords): Page {
  const nowMs = runtime.clock.now();
  const nonce = issueNonce(request.secret, gate, nowMs);
  return questionPage({ application: runtime.plan.application, gate, nonce, nowMs, problems, given });
}
