/**
 * The decision, exactly before the first step that cannot be undone. A pure function of what is known; every reason is
 * returned, in the order of judging, for the message and the record.
 *
 * - A quorum of UP stands a run down that an alarm or the sentry started. A person's run asks instead: health checks can be
 *   wrong about what customers see, and whoever insists should do so with the observers' answer in front of them.
 *   After a promotion was asked for nobody stands down by itself: it asks, and says what is no longer as before.
 * - A quorum of DOWN makes a failover eligible; anything less, and observers that disagree, ask.
 * - An eligible failover proceeds unless a guard asks (`guards.ts` says which guards a person's request still meets).
 */
import { dataLossAhead, estimateDataLoss } from "./data-loss";
import { QUORUM, type WeighedEvidence, weighEvidence } from "./evidence";
import { type Circumstances, reasonsToAsk } from "./guards";
import { promotionConsequence } from "./promotion";
import type { Decision, DecisionVerdict, Trigger } from "./run";

export interface DecideInput extends Circumstances {
  readonly trigger: Trigger;
}

export function decide(input: DecideInput): Decision {
  const { verdict, reasons } = judge(input);
  const unready = input.readiness.filter(({ status }) => status === "blocked").map(({ resourceId }) => resourceId);
  return { verdict, reasons, decidedAtMs: input.nowMs, unready };
}

/**
 * A decision lasts until the run stands still, and an approval not much longer. Then all is judged anew, except that
 * nobody stands down without a person: a fence may have begun, and whoever redrives the run is there to be asked.
 */
export function decideAnew(input: DecideInput): Decision {
  const decision = decide(input);
  const { verdict, reasons } = decision;
  return verdict === "proceed" ? decision : { ...decision, verdict: "ask", reasons: [...reasons, STOOD_STILL] };
}

const STOOD_STILL = "The run was allowed to go on before that, and stood still since.";

export interface Judgement {
  readonly verdict: DecisionVerdict;
  readonly reasons: readonly string[];
}

function judge(input: DecideInput): Judgement {
  if (input.baton.active === "standby") {
    return { verdict: "stand-down", reasons: ["The standby already holds the baton; there is nothing to move."] };
  }
  const weighed = weighEvidence(input.evidence);
  if (weighed.up.length >= QUORUM) return judgeUp(input, weighed);
  const doubts = [
    ...doubtsAbout(weighed),
    ...reasonsToAsk(input, input.trigger.type === "person" ? "person" : "machine"),
  ];
  const loss = dataLossAhead(estimateDataLoss(input.lagBeforeIncident, input.evidence), input.evidence);
  const reasons = [countSentence(weighed), ...doubts, loss];
  return { verdict: doubts.length > 0 ? "ask" : "proceed", reasons };
}

function judgeUp(input: DecideInput, weighed: WeighedEvidence): Judgement {
  const seen = `${countSentence(weighed)} The primary serves.`;
  if (input.promotions.length > 0) return judgePromoted(input, seen);
  if (input.trigger.type !== "person") return { verdict: "stand-down", reasons: [seen] };
  const insisted = `${input.trigger.requestedBy} asked for a failover all the same; approving it moves a working primary.`;
  const loss = dataLossAhead(estimateDataLoss(input.lagBeforeIncident, input.evidence), input.evidence);
  return { verdict: "ask", reasons: [seen, insisted, ...reasonsToAsk(input, "person"), loss] };
}

/** Not nothing has moved, so nobody stands down without a person; and a primary that serves is not left without one either. */
function judgePromoted({ plan, promotions }: DecideInput, seen: string): Judgement {
  const choice =
    "Approving goes forward and loses that; declining calls an operator, and the primary serves meanwhile.";
  return { verdict: "ask", reasons: [seen, promotionConsequence(promotions, plan.regions.primary), choice] };
}

function doubtsAbout({ down, disagree }: WeighedEvidence): string[] {
  const doubts: string[] = [];
  if (down.length < QUORUM) {
    doubts.push(`Not enough independent observers say DOWN: ${down.length} of ${QUORUM} needed.`);
  }
  if (disagree) doubts.push("The observers disagree: one says UP while another says DOWN.");
  return doubts;
}

/** "Seen from independent places: 2 DOWN (world, witness), none UP, 1 UNKNOWN (standby)." */
export function countSentence({ up, down, unknown }: WeighedEvidence): string {
  return `Seen from independent places: ${counted(down, "DOWN")}, ${counted(up, "UP")}, ${counted(unknown, "UNKNOWN")}.`;
}

function counted(vantages: readonly string[], verdict: string): string {
  return vantages.length === 0 ? `none ${verdict}` : `${vantages.length} ${verdict} (${vantages.join(", ")})`;
}
