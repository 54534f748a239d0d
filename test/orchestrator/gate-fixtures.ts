/** A question, and the gate that it opens. */
import type { Gate, GateDecision, GateFacts } from "../../orchestrator/gate";
import { open, type Question } from "../../orchestrator/gate-transitions";

export const ENTERED_AT = "2026-01-01T00:00:00.000Z";
export const ENTERED_AT_MS = Date.parse(ENTERED_AT);
export const HOUR_MS = 3_600_000;

export const FACTS: GateFacts = {
  question: "Fail over to eu-west-1?",
  askedBy: "The alarm baton-storefront-primary-unhealthy",
  reasons: ["The replication lag of orders-db was 300 s; the plan allows 30 s."],
  groups: [
    {
      title: "What could be lost",
      facts: [
        { label: "Replication lag", value: "300 s", bearing: "against", seenAtMs: ENTERED_AT_MS - 200_000 },
        { label: "Estimate", value: "at most 373 s", bearing: "plain", seenAtMs: null },
      ],
    },
  ],
  ifApproved: ["Data is promoted."],
  ifDeclined: ["The warm-up is undone."],
  ifNobodyAnswers: "The run stands down.",
  cannotBeUndone: ["Promotion of orders-db."],
};

export function question(changes: Partial<Question> = {}): Question {
  return {
    runId: "run-1",
    enteredAt: ENTERED_AT,
    taskToken: "token-1",
    secretHash: "hash-1",
    askedAtMs: ENTERED_AT_MS,
    facts: FACTS,
    basis: {},
    approvalTimeoutSeconds: 3600,
    ...changes,
  };
}

export function openGate(changes: Partial<Question> = {}): Gate {
  const opened = open(null, question(changes));
  if ("refusal" in opened) throw new Error(opened.refusal);
  return opened.gate;
}

export function decision(changes: Partial<GateDecision> = {}): GateDecision {
  return {
    approved: true,
    decidedBy: "ada",
    remark: "",
    decidedAtMs: ENTERED_AT_MS + 60_000,
    channel: "link",
    ...changes,
  };
}
