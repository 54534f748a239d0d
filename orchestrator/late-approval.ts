/**
 * An approval stands for what its giver was shown. Minutes or an hour later the primary may serve again, and moving it then is
 * nothing that anybody approved. So it is looked at once more, and a person is asked again, with the new facts, where a
 * quorum sees it UP and the old facts did not say so. That happens once for each question: who approves with an UP in front
 * of them insists, and their word stands. A decision that a run took by itself, before it stood still and was redriven, is
 * held against a fresh look in the same way, and against a pause of the automation that came after it.
 */
import { dataLossAhead, estimateDataLoss } from "./data-loss";
import { countSentence, type Judgement } from "./decide";
import { type Evidence, isSeenUp, weighEvidence } from "./evidence";
import { momentText } from "./message-text";
import type { LastSeen, PrimaryAsShown } from "./run";

/** Younger evidence needs no second look: an approval at once must not cost the seconds of one. */
export const FRESH_EVIDENCE_SECONDS = 60;

export interface LateApproval {
  /** What the person was shown; null where the record does not say. */
  readonly shown: PrimaryAsShown | null;
  /** The latest look. */
  readonly seen: Evidence;
  /** Null where the run had decided by itself: it looks again because it stood still. */
  readonly approvedBy: string | null;
  /** Why a machine may not go on by itself now, in a sentence; undefined where it may. */
  readonly brake: string | undefined;
  readonly lagBeforeIncident: readonly LastSeen[];
}

/** Whether evidence is young enough to act on without another look. */
export function isFresh({ gatheredAtMs }: Evidence, nowMs: number): boolean {
  return nowMs - gatheredAtMs < FRESH_EVIDENCE_SECONDS * 1000;
}

/** Evidence as a question that shows it does. */
export function asShown(evidence: Evidence): PrimaryAsShown {
  return { seenAtMs: evidence.gatheredAtMs, isUp: isSeenUp(evidence) };
}

export function judgeApproval(late: LateApproval): Judgement {
  const { shown, seen, approvedBy, brake } = late;
  const hasRecovered = isSeenUp(seen) && !shown?.isUp;
  if (hasRecovered) return askAfterRecovery(late);
  const count = countSentence(weighEvidence(seen));
  if (approvedBy === null && brake !== undefined) return { verdict: "ask", reasons: [count, brake, DECIDED_BEFORE] };
  return { verdict: "proceed", reasons: [`The ${approvedBy === null ? "decision" : "approval"} stands. ${count}`] };
}

const DECIDED_BEFORE = "The run had decided by itself before that, and stood still since.";

function askAfterRecovery({ shown, seen, approvedBy, lagBeforeIncident }: LateApproval): Judgement {
  const count = countSentence(weighEvidence(seen));
  const seenBefore = shown === null ? "" : `, on what was seen at ${momentText(shown.seenAtMs)}`;
  const reasons = [
    `${count} The primary serves again.`,
    approvedBy === null
      ? "The run had decided by itself while it did not, and stood still since; approving moves a working primary."
      : `${approvedBy} approved while it did not${seenBefore}; approving once more moves a working primary.`,
    dataLossAhead(estimateDataLoss(lagBeforeIncident, seen), seen),
  ];
  return { verdict: "ask", reasons };
}
