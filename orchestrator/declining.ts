/**
 * What becomes of a failover that is not approved, in the words of its question. Once a promotion was asked for, by this run
 * or a dead one that it took over from, nobody stands down: declining then stops the run and calls an operator. Where one of
 * these has begun a fence, what it fenced is let go before anything else.
 */
import type { Plan } from "./plan";
import { type Promotion, promotionConsequence } from "./promotion";

/** What this move has done so far, be it by a dead run that this one took over from. */
export interface DoneSoFar {
  /** What it has asked for. */
  readonly promotions: readonly Promotion[];
  readonly hasFenceBegun: boolean;
}

export function ifDeclined(plan: Plan, soFar: DoneSoFar): readonly string[] {
  return soFar.promotions.length === 0 ? whatIsUndone(plan, soFar) : whatStaysPromoted(plan, soFar);
}

/** What the plan says should happen when the time is up. */
export function ifNobodyAnswers(plan: Plan, { promotions, hasFenceBegun }: DoneSoFar): string {
  const { policy, regions } = plan;
  if (policy.onApprovalTimeout === "call-operator") {
    const fences = hasFenceBegun ? ` What was fenced in ${regions.primary} stays fenced.` : "";
    return `The standby stays warm, the run stops and an operator is called; redriving it asks again.${fences}`;
  }
  if (promotions.length > 0) return "The same as declining: the run stops and an operator is called.";
  const fences = hasFenceBegun ? ` What was fenced in ${regions.primary} is let go first.` : "";
  return `The run stands down: the warm-up is undone and ${regions.primary} stays active.${fences}`;
}

function whatIsUndone({ regions }: Plan, { hasFenceBegun }: DoneSoFar): readonly string[] {
  return [
    ...(hasFenceBegun
      ? [`What was fenced in ${regions.primary} is let go again: security groups, sizes and processes as before.`]
      : []),
    "The warm-up of the standby is undone.",
    `${regions.primary} stays active. Nothing has moved.`,
    "On-call gets an all-clear with your name and your remark.",
  ];
}

function whatStaysPromoted({ regions }: Plan, { promotions, hasFenceBegun }: DoneSoFar) {
  const { primary, standby } = regions;
  return [
    promotionConsequence(promotions, primary),
    hasFenceBegun
      ? `Nothing is let go: what was fenced in ${primary} stays fenced, and the run stops and calls an operator.`
      : `The warm-up of the standby is undone; then the run stops and calls an operator. ${primary} stays active meanwhile.`,
    `Only a replica in ${standby} that was rebuilt under its name, and replicates, lets the run stand down.`,
  ];
}
