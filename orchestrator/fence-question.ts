/** What a person sees who is asked whether to promote beside a writer that could not be fenced. */
import { ifDeclined, ifNobodyAnswers } from "./declining";
import { askedBy, fact, shortened, whatCannotBeUndone } from "./failover-facts";
import type { Bearing, GateFact, GateFacts } from "./gate";
import type { FenceOutcome } from "./judge-fence";
import { spanText } from "./message-text";
import type { Plan } from "./plan";
import type { Promotion } from "./promotion";
import type { FenceVerdict } from "./resources/kind";
import type { Trigger } from "./run";

/** How the old application does on its check through the write path, at the moment of asking. */
export interface OldApplication {
  readonly isServing: boolean;
  readonly detail: string;
  readonly seenAtMs: number;
}

export interface FenceCircumstances {
  readonly plan: Plan;
  readonly trigger: Trigger;
  readonly reasons: readonly string[];
  readonly outcomes: readonly FenceOutcome[];
  /** When the fence had ended (epoch milliseconds). */
  readonly fencedAtMs: number;
  readonly application: OldApplication;
  /** What this move has asked for already. */
  readonly promotions: readonly Promotion[];
}

export function fenceFacts(circumstances: FenceCircumstances): GateFacts {
  const { plan, trigger, reasons, outcomes, fencedAtMs, application, promotions } = circumstances;
  const soFar = { promotions, hasFenceBegun: true };
  const { primary, standby } = plan.regions;
  return {
    // Whoever reads only the subject must not approve a split brain unawares.
    question: `Promote ${standby} beside an UNFENCED writer${application.isServing ? " that SERVES" : ""}?`,
    askedBy: askedBy(trigger),
    reasons: reasons.map(shortened),
    groups: [
      { title: `What was fenced in ${primary}`, facts: outcomes.map((outcome) => fenceFact(outcome, fencedAtMs)) },
      { title: `Does ${primary} still take writes?`, facts: [applicationFact(application)] },
    ],
    ifApproved: whatFollows(plan),
    ifDeclined: ifDeclined(plan, soFar).map(shortened),
    ifNobodyAnswers: ifNobodyAnswers(plan, soFar),
    cannotBeUndone: [
      ...whatCannotBeUndone(plan),
      `What the old writer takes from now on is not in ${standby}, and has to be merged by hand.`,
    ],
  };
}

const BEARINGS: Readonly<Record<FenceVerdict, Bearing>> = { FENCED: "for", UNREACHABLE: "unknown", FAILED: "against" };

function fenceFact({ resourceId, verdict, detail }: FenceOutcome, seenAtMs: number): GateFact {
  return fact(`Fence of ${resourceId}`, `${verdict}. ${detail}`, BEARINGS[verdict], seenAtMs);
}

/** An application that does not serve says nothing of whoever else writes to the database. */
function applicationFact({ isServing, detail, seenAtMs }: OldApplication): GateFact {
  const says = isServing
    ? "The old application PASSES its check through the write path: it serves."
    : "The old application does not pass its check. Whether anything else writes is not known.";
  return fact("Old application", `${says} ${detail}`, isServing ? "against" : "for", seenAtMs);
}

function whatFollows({ regions, traffic, policy }: Plan): readonly string[] {
  return [
    `Data in ${regions.standby} is promoted and capacity is filled (at most ${spanText(policy.deadlines.promoteSeconds)}).`,
    `Traffic of ${traffic.recordName} moves to ${regions.standby} and stays there until people bring it home.`,
    `The sentry goes on fencing ${regions.primary} every minute from the promotion on. Until a fence holds, its writer may write.`,
  ];
}
