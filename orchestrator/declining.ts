/**
 * What becomes of a failover that is not approved, in the words of its question. Once a promotion was asked for, by this run
 * or a dead one that it took over from, nobody stands down: declining then stops the run and calls an operator.
 */
import type { Plan } from "./plan";
import { type Promotion, promotionConsequence } from "./promotion";

/** Which of the failover's questions it is. */
export type QuestionAbout = "the move" | "the fence";

export function ifDeclined(plan: Plan, promotions: readonly Promotion[], about: QuestionAbout): readonly string[] {
  return promotions.length === 0 ? whatIsUndone(plan, about) : whatStaysPromoted(plan, promotions, about);
}

/** What the plan says should happen when the time is up. */
export function ifNobodyAnswers(plan: Plan, promotions: readonly Promotion[], about: QuestionAbout): string {
  const { policy, regions } = plan;
  if (policy.onApprovalTimeout === "call-operator") {
    const fences = about === "the fence" ? ` What was fenced in ${regions.primary} stays fenced.` : "";
    return `The standby stays warm, the run stops and an operator is called; redriving it asks again.${fences}`;
  }
  if (promotions.length > 0) return "The same as declining: the run stops and an operator is called.";
  const fences = about === "the fence" ? ` What was fenced in ${regions.primary} is let go first.` : "";
  return `The run stands down: the warm-up is undone and ${regions.primary} stays active.${fences}`;
}

function whatIsUndone({ regions }: Plan, about: QuestionAbout): readonly string[] {
  return [
    ...(about === "the fence"
      ? [`What was fenced in ${regions.primary} is let go again: security groups, sizes and processes as before.`]
      : []),
    "The warm-up of the standby is undone.",
    `${regions.primary} stays active. Nothing has moved.`,
    "On-call gets an all-clear with your name and your remark.",
  ];
}

function whatStaysPromoted({ regions }: Plan, promotions: readonly Promotion[], about: QuestionAbout) {
  const { primary, standby } = regions;
  return [
    promotionConsequence(promotions, primary),
    about === "the fence"
      ? `Nothing is let go: what was fenced in ${primary} stays fenced, and the run stops and calls an operator.`
      : `The warm-up of the standby is undone; then the run stops and calls an operator. ${primary} stays active meanwhile.`,
    `Only a replica in ${standby} that was rebuilt under its name, and replicates, lets the run stand down.`,
  ];
}
