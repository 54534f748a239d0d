/**
 * An approval stands for what its giver was shown. Minutes or an hour later the primary may serve again, and moving it then is
 * nothing that anybody approved. So it is looked at once more, and a person is asked again, with the new facts, where a
 * quorum sees it UP and the old facts did not say so. That happens once for each question: who approves with an UP in front
 * of them insists, and their word stands, unless the run stands still for long (`standingApproval`).
 */
import type { Baton } from "./baton";
import { dataLossAhead, estimateDataLoss } from "./data-loss";
import { countSentence, type Judgement } from "./decide";
import { type Evidence, isSeenUp, weighEvidence } from "./evidence";
import type { GateAnswer } from "./gate";
import { momentText } from "./message-text";
import type { LastSeen, PrimaryAsShown } from "./run";

/** Younger evidence needs no second look: an approval at once must not cost the seconds of one. */
export const FRESH_EVIDENCE_SECONDS = 60;

export interface LateApproval {
  /** What the person was shown; null where the record does not say. */
  readonly shown: PrimaryAsShown | null;
  /** The latest look. */
  readonly seen: Evidence;
  readonly approvedBy: string;
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

/** A redrive within this time of an approval is part of the same effort; whoever approved must not have to say it twice. */
const LONGEST_EFFORT_SECONDS = 30 * 60;

/**
 * Who has approved, unless the run stood still since and the approval is old; null: nobody. Until a run moves the baton, that
 * changes when the run claims it, calls an operator and is redriven.
 */
export function standingApproval(
  approval: GateAnswer | undefined,
  { changedAtMs }: Pick<Baton, "changedAtMs">,
  nowMs: number,
): string | null {
  if (approval?.outcome !== "approved" || approval.decision === null) return null;
  const { decidedAtMs, decidedBy } = approval.decision;
  const isRecent = nowMs - decidedAtMs <= LONGEST_EFFORT_SECONDS * 1000;
  return isRecent || decidedAtMs >= changedAtMs ? decidedBy : null;
}

export function judgeApproval(late: LateApproval): Judgement {
  const { shown, seen } = late;
  if (isSeenUp(seen) && !shown?.isUp) return askAfterRecovery(late);
  return { verdict: "proceed", reasons: [`The approval stands. ${countSentence(weighEvidence(seen))}`] };
}

function askAfterRecovery({ shown, seen, approvedBy, lagBeforeIncident }: LateApproval): Judgement {
  const seenBefore = shown === null ? "" : `, on what was seen at ${momentText(shown.seenAtMs)}`;
  const reasons = [
    `${countSentence(weighEvidence(seen))} The primary serves again.`,
    `${approvedBy} approved while it did not${seenBefore}; approving once more moves a working primary.`,
    dataLossAhead(estimateDataLoss(lagBeforeIncident, seen), seen),
  ];
  return { verdict: "ask", reasons };
}
