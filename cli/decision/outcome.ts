/** What became of an answer, as a sentence. */
import type { DecideOutcome } from "../../lambdas/approval/decide-gate";
import type { GateDecision } from "../../orchestrator/gate";
import { clockText } from "../terminal/time";

export type Outcome =
  | { readonly decision: GateDecision; readonly isFirst: boolean; readonly sentence: string }
  | { readonly problem: string; readonly sentence: string };

/** An answer that only repeats what stands is no problem; one that contradicts it is. */
export function outcomeOf(runId: string, result: DecideOutcome, wanted: GateDecision): Outcome {
  switch (result.outcome) {
    case "no-gate":
      return {
        problem: "NothingAsked",
        sentence: `The run ${runId} has not asked anybody anything. See \`history --run ${runId}\`.`,
      };
    case "asked-anew":
      return {
        problem: "AskedAnew",
        sentence: `The run ${runId} has asked anew meanwhile, with other facts, and your answer was to the question before: nothing was decided. Give the same command again, and read.`,
      };
    case "expired":
      return {
        problem: "TooLate",
        sentence: `The time to answer is up; the run ${runId} goes on without an answer. See \`status\`.`,
      };
    case "not-handed-over": {
      const sentence =
        `The answer is on the record, but Step Functions could not be told: ${result.detail}. Give the same command again; ` +
        "if nothing helps, the run finds the answer when its wait is over.";
      return { problem: "NotHandedOver", sentence };
    }
    case "closed":
      return standing(runId, result.gate.decision ?? wanted, wanted, false);
    case "decided":
      return standing(runId, result.gate.decision ?? wanted, wanted, result.isFirst);
  }
}

function standing(runId: string, stands: GateDecision, wanted: GateDecision, isFirst: boolean): Outcome {
  if (isFirst) return { decision: stands, isFirst, sentence: `${verb(stands)}. The run ${runId} ${goesOn(stands)}.` };
  const before = `${verb(stands)} already by ${stands.decidedBy} at ${clockText(stands.decidedAtMs)}`;
  if (stands.approved === wanted.approved)
    return { decision: stands, isFirst, sentence: `${before}; nothing has changed.` };
  return {
    problem: "DecidedOtherwise",
    sentence: `${before}, and the first answer stands: the run ${runId} ${goesOn(stands)}.`,
  };
}

function verb({ approved }: GateDecision): string {
  return approved ? "Approved" : "Declined";
}

function goesOn({ approved }: GateDecision): string {
  return approved ? "goes on" : "stands down and undoes what it did";
}
