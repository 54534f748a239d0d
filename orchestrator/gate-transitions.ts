/**
 * How a gate may change: pure functions from what the table holds to what it must hold. Each is one conditional write.
 * Repeating a change that already happened changes nothing, so that every caller may be retried.
 */
import {
  approvalSpanMs,
  type Gate,
  type GateAnswer,
  type GateBasis,
  type GateDecision,
  type GateFacts,
  remindAtMs,
} from "./gate";

export type GateRefusal = "no-gate" | "expired" | "closed" | "not-due" | "asked-anew";

export type GateChange =
  | { readonly changed: true; readonly gate: Gate }
  /** It already is as wanted, or somebody else decided first: the gate says what stands. */
  | { readonly changed: false; readonly gate: Gate }
  | { readonly refusal: GateRefusal };

/** What the machine asks, at one visit of its asking state. */
export interface Question {
  readonly runId: string;
  readonly enteredAt: string;
  readonly taskToken: string;
  readonly secretHash: string;
  /** When it is asked; a retry asks later than the visit began. */
  readonly askedAtMs: number;
  readonly facts: GateFacts;
  readonly basis: GateBasis;
  readonly approvalTimeoutSeconds: number;
}

/** Links that a gate may have at the same time; beyond it the oldest ends. */
const LARGEST_LINK_COUNT = 16;
/** Whoever set out to remind and has not done it by then is dead: the sentry's own time is 50 s. */
const REMINDER_LEASE_MS = 120_000;
/** The same for the question; the step that asks has 30 s. */
const QUESTION_LEASE_MS = 60_000;

/**
 * Opens the gate. A retry of the same visit brings another token and another link: the latest token stands, because the
 * machine waits for no other, and links that were sent before keep working. The first facts stand, because somebody may have
 * read them.
 */
export function open(existing: Gate | null, question: Question): GateChange {
  const { enteredAt, taskToken, secretHash, askedAtMs } = question;
  if (existing?.enteredAt !== enteredAt) return { changed: true, gate: newGate(existing, question) };
  return changed(existing, {
    taskToken,
    secretHashes: withLink(existing, secretHash),
    questionClaimedAtMs: askedAtMs,
  });
}

function newGate(existing: Gate | null, question: Question): Gate {
  const { runId, enteredAt, taskToken, secretHash, facts, basis } = question;
  const openedAtMs = Date.parse(enteredAt);
  const expiresAtMs = openedAtMs + approvalSpanMs(question);
  return {
    runId,
    enteredAt,
    status: "open",
    taskToken,
    secretHashes: [secretHash],
    openedAtMs,
    remindAtMs: remindAtMs(openedAtMs, expiresAtMs),
    expiresAtMs,
    questionClaimedAtMs: question.askedAtMs,
    questionSent: false,
    reminderClaimedAtMs: 0,
    reminderSent: false,
    facts,
    basis,
    decision: null,
    outcome: null,
    revision: (existing?.revision ?? 0) + 1,
  };
}

/** A person decides. The first decision stands; a second one finds it and changes nothing. */
export function decide(gate: Gate | null, decision: GateDecision): GateChange {
  if (gate === null) return { refusal: "no-gate" };
  if (gate.status === "closed") return { refusal: gate.outcome === "expired" ? "expired" : "closed" };
  if (gate.status === "decided") return { changed: false, gate };
  if (decision.decidedAtMs >= gate.expiresAtMs) return { refusal: "expired" };
  return changed(gate, { status: "decided", decision });
}

/** The same for whoever has read one question: an answer to it is none to the next one, whose facts are others. */
export function decideWhatWasRead(
  gate: Gate | null,
  { enteredAt }: Pick<Gate, "enteredAt">,
  decision: GateDecision,
): GateChange {
  return gate !== null && gate.enteredAt !== enteredAt ? { refusal: "asked-anew" } : decide(gate, decision);
}

/**
 * The machine takes the answer: what a person decided on the record, else what came with the token, else nothing. A decision
 * that was recorded counts even when its token never arrived and the wait has run out.
 */
export function close(gate: Gate | null, fromToken: GateDecision | null): GateChange {
  if (gate === null) return { refusal: "no-gate" };
  if (gate.status === "closed") return { changed: false, gate };
  const decision = gate.decision ?? fromToken;
  return changed(gate, { status: "closed", decision, outcome: outcomeOf(decision) });
}

function outcomeOf(decision: GateDecision | null): GateAnswer["outcome"] {
  if (decision === null) return "expired";
  return decision.approved ? "approved" : "declined";
}

/** Takes it upon oneself to send a question that is open and did not get out, with the link that it will carry. */
export function claimQuestion(gate: Gate | null, secretHash: string, nowMs: number): GateChange {
  if (gate === null) return { refusal: "no-gate" };
  const isDue = gate.status === "open" && !gate.questionSent && nowMs < gate.expiresAtMs;
  if (!isDue || nowMs - gate.questionClaimedAtMs < QUESTION_LEASE_MS) return { refusal: "not-due" };
  return changed(gate, { questionClaimedAtMs: nowMs, secretHashes: withLink(gate, secretHash) });
}

/** The question is out. One that came as late as the reminder needs no reminder. */
export function markAsked(gate: Gate | null, nowMs: number): GateChange {
  if (gate === null) return { refusal: "no-gate" };
  if (gate.questionSent) return { changed: false, gate };
  return changed(gate, { questionSent: true, reminderSent: gate.reminderSent || nowMs >= gate.remindAtMs });
}

/** The question did not get out: whoever comes next may try at once. */
export function leaveQuestion(gate: Gate | null): GateChange {
  if (gate === null) return { refusal: "no-gate" };
  return gate.questionClaimedAtMs === 0 ? { changed: false, gate } : changed(gate, { questionClaimedAtMs: 0 });
}

/** Takes the reminder upon oneself, with the link that it will carry. Only one at a time may, and only while it makes sense. */
export function claimReminder(gate: Gate | null, secretHash: string, nowMs: number): GateChange {
  if (gate === null) return { refusal: "no-gate" };
  const isDue = gate.status === "open" && !gate.reminderSent && nowMs >= gate.remindAtMs && nowMs < gate.expiresAtMs;
  if (!isDue || nowMs - gate.reminderClaimedAtMs < REMINDER_LEASE_MS) return { refusal: "not-due" };
  return changed(gate, { reminderClaimedAtMs: nowMs, secretHashes: withLink(gate, secretHash) });
}

export function markReminded(gate: Gate | null): GateChange {
  if (gate === null) return { refusal: "no-gate" };
  return gate.reminderSent ? { changed: false, gate } : changed(gate, { reminderSent: true });
}

function withLink({ secretHashes }: Gate, secretHash: string): readonly string[] {
  return [...secretHashes, secretHash].slice(-LARGEST_LINK_COUNT);
}

function changed(gate: Gate, changes: Partial<Gate>): GateChange {
  return { changed: true, gate: { ...gate, ...changes, revision: gate.revision + 1 } };
}
