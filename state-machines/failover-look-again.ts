/** After an approval, or a standstill before the promotion: one more look at the primary, unless the last is only seconds old. */
import { jsonata, type State, type Template } from "./asl";
import { DECIDED, deciding, type Ways } from "./failover-decide";
import { freshLook } from "./failover-fresh-look";
import type { Place } from "./phase";

/** What tells the look after one question from the look after another. */
interface Approval {
  readonly stands: string;
  readonly judge: string;
  /** What becomes of the reasons. */
  readonly keep: Readonly<Record<string, Template>>;
}

const OF_THE_MOVE: Approval = {
  stands: "Does the approval still stand?",
  judge: "What has become of the approval?",
  keep: { reasons: DECIDED },
};

/** Where it is asked again, the question says what has changed first, and then why it was asked before. */
export const BESIDE_THE_FENCE: Approval = {
  stands: "Does the approval beside the fence still stand?",
  judge: "What has become of the approval beside the fence?",
  keep: {
    reasons: jsonata("[$append($reasons, $states.result.Payload.reasons)]"),
    fenceReasons: jsonata("[$append($states.result.Payload.reasons, $fenceReasons)]"),
  },
};

export function lookAgainPhase(place: Place, ways: Ways, approval = OF_THE_MOVE): Record<string, State> {
  const { stands, judge, keep } = approval;
  return {
    ...freshLook({ ...place, next: stands }),
    ...deciding({ ...place, state: stands }, ways, { judge, payload: { afterApproval: true }, keep }),
  };
}
