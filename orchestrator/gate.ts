/**
 * The gate: one question of one run to a person. It is opened when the machine begins to wait, decided by a person, and
 * closed by the machine when it takes the answer. What the record says is the truth; the task token only wakes the machine.
 */
import type { MoveFacts } from "./move-facts";
import type { PrimaryAsShown } from "./run";
import { sentence } from "./sentences";

export const GATE_STATUSES = ["open", "decided", "closed"] as const;
export type GateStatus = (typeof GATE_STATUSES)[number];

/** By the link in a message, by the command line, or by a task token that somebody sent to Step Functions directly. */
export const DECISION_CHANNELS = ["link", "command line", "task token"] as const;
export type DecisionChannel = (typeof DECISION_CHANNELS)[number];

/** A person's word. */
export interface GateDecision {
  readonly approved: boolean;
  readonly decidedBy: string;
  /** Empty when nothing was remarked. */
  readonly remark: string;
  readonly decidedAtMs: number;
  readonly channel: DecisionChannel;
}

export const GATE_OUTCOMES = ["approved", "declined", "expired"] as const;
export type GateOutcome = (typeof GATE_OUTCOMES)[number];

/** How a question ended; `decision` is null when nobody answered in time. */
export interface GateAnswer {
  readonly outcome: GateOutcome;
  readonly decision: GateDecision | null;
}

/** What a fact says about approving; the page marks it by word and by colour. */
export type Bearing = "for" | "against" | "unknown" | "plain";

export interface GateFact {
  readonly label: string;
  readonly value: string;
  readonly bearing: Bearing;
  /** When it was seen (epoch milliseconds); null for what does not age. */
  readonly seenAtMs: number | null;
}

/** Everything that a person gets to see before deciding, fixed at the moment of asking. */
export interface GateFacts {
  /** A question whose yes is approving: "Fail over to eu-west-1?" */
  readonly question: string;
  /** Who or what asked for this run. */
  readonly askedBy: string;
  /** Why it is not decided without a person. */
  readonly reasons: readonly string[];
  readonly groups: readonly { readonly title: string; readonly facts: readonly GateFact[] }[];
  /** What happens next, in order, for each answer. */
  readonly ifApproved: readonly string[];
  readonly ifDeclined: readonly string[];
  readonly ifNobodyAnswers: string;
  /** What an approval does that cannot be undone. */
  readonly cannotBeUndone: readonly string[];
}

/** What an answer stands for: the same facts, as the step that looks once more compares them. */
export interface GateBasis {
  /** A failover's question. */
  readonly shown?: PrimaryAsShown;
  /** A planned move's gate. */
  readonly moveFacts?: MoveFacts;
}

export interface Gate {
  readonly runId: string;
  /** Visit of the machine to the asking state (ISO 8601): tells a retry from a new question. */
  readonly enteredAt: string;
  readonly status: GateStatus;
  readonly taskToken: string;
  /** SHA-256 of each link's secret, in hexadecimal. The question, its retries and its reminder have a link each. */
  readonly secretHashes: readonly string[];
  readonly openedAtMs: number;
  readonly remindAtMs: number;
  readonly expiresAtMs: number;
  /** When somebody last set out to send the question; 0 when nobody is at it. */
  readonly questionClaimedAtMs: number;
  readonly questionSent: boolean;
  /** When somebody last set out to send the reminder; 0 for never. */
  readonly reminderClaimedAtMs: number;
  readonly reminderSent: boolean;
  readonly facts: GateFacts;
  readonly basis: GateBasis;
  readonly decision: GateDecision | null;
  /** Null until the machine has taken the answer. */
  readonly outcome: GateOutcome | null;
  /** Grows by one with every write, so that no two writers overwrite each other. */
  readonly revision: number;
}

/** The machine's own bound is a week; an answer must fit into it with everything that follows. */
export const LONGEST_APPROVAL_SECONDS = 6 * 86_400;
/** A second question of the same run must fit beside the first; it is about an incident that goes on, so it is no overnight matter. */
export const LONGEST_FENCE_QUESTION_SECONDS = 12 * 3600;
/** A reminder leaves a quarter of the time, but never less than two minutes nor more than a quarter of an hour. */
const REMINDER_SHARE = 4;
const LEAST_REMINDER_MS = 120_000;
const LARGEST_REMINDER_MS = 900_000;

/** How long a person has, from the moment of asking. */
export function approvalSpanMs({ approvalTimeoutSeconds }: { readonly approvalTimeoutSeconds: number }): number {
  return Math.min(approvalTimeoutSeconds, LONGEST_APPROVAL_SECONDS) * 1000;
}

export function remindAtMs(openedAtMs: number, expiresAtMs: number): number {
  const share = (expiresAtMs - openedAtMs) / REMINDER_SHARE;
  return expiresAtMs - Math.min(LARGEST_REMINDER_MS, Math.max(LEAST_REMINDER_MS, share));
}

/** How a gate looks to somebody who opens it now. */
export function gateStateAt(gate: Gate, nowMs: number): "open" | "expired" | "decided" | "closed" {
  if (gate.status === "open") return nowMs < gate.expiresAtMs ? "open" : "expired";
  return gate.status === "closed" && gate.outcome === "expired" ? "expired" : gate.status;
}

/** How a question ended, as a sentence for the record and the messages. */
export function answerSentence({ outcome, decision }: GateAnswer): string {
  if (decision === null) return "Nobody decided in time.";
  const remark = decision.remark === "" ? "" : `: ${decision.remark}`;
  const how = decision.channel === "link" ? "" : ` (${decision.channel})`;
  return sentence(`${outcome === "approved" ? "Approved" : "Declined"} by ${decision.decidedBy}${how}${remark}`);
}
