/**
 * What a fence that did not hold means for the promotion. UNREACHABLE goes on: a Region that says nothing serves nobody, and
 * the sentry goes on fencing it. FAILED is the opposite: the Region answers, its writer may take writes, and a promotion beside
 * it would be a split brain. That is a person's decision.
 */
import type { Plan } from "./plan";
import type { FenceVerdict } from "./resources/kind";
import { resourcesWith } from "./resources/meanings";

/** How the fence of one resource ended. */
export interface FenceOutcome {
  readonly resourceId: string;
  readonly verdict: FenceVerdict;
  /** What was seen last, in one sentence. */
  readonly detail: string;
}

export interface FenceJudgement {
  /** Every resource that has a fence; one that ended without a word has FAILED. */
  readonly outcomes: readonly FenceOutcome[];
  readonly verdict: "proceed" | "ask";
  /** Why a person is asked; empty where none is. */
  readonly reasons: readonly string[];
}

export function judgeFence(plan: Plan, ended: readonly FenceOutcome[]): FenceJudgement {
  const outcomes = resourcesWith(plan, "fence").map(({ id }) => outcomeOf(id, ended));
  const writers = resourcesWith(plan, "promote").map(({ id }) => id);
  const open = outcomes.filter(({ resourceId, verdict }) => verdict === "FAILED" && writers.includes(resourceId));
  return { outcomes, verdict: open.length > 0 ? "ask" : "proceed", reasons: reasonsOf(plan, open) };
}

function outcomeOf(resourceId: string, ended: readonly FenceOutcome[]): FenceOutcome {
  const known = ended.find((outcome) => outcome.resourceId === resourceId);
  return known ?? { resourceId, verdict: "FAILED", detail: "The fence ended without a word." };
}

function reasonsOf({ regions }: Plan, open: readonly FenceOutcome[]): readonly string[] {
  if (open.length === 0) return [];
  return [
    `The old writer in ${regions.primary} could not be fenced: if it takes writes, promoting beside it is a split brain.`,
    ...open.map(({ resourceId, detail }) => `The fence of ${resourceId} FAILED: ${detail}`),
  ];
}
