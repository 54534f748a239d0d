/** After an approval: one more look at what it was given for, unless that is only seconds old. */
import { jsonata, type State } from "./asl";
import { decidePhase, type Ways } from "./failover-decide";
import type { Place } from "./phase";
import { BRIEF } from "./retry-policies";
import { step } from "./step";

const STANDS = "Does the approval still stand?";
const JUDGE = "What has become of the approval?";

export function lookAgainPhase(place: Place, ways: Ways): Record<string, State> {
  return {
    [place.state]: step({
      name: "gather-evidence",
      functionArn: place.functionArn,
      comment: "One look by every observer. Who approved must not wait for a quorum.",
      payload: {
        run: jsonata("$run"),
        resourceId: null,
        elapsedSeconds: 0,
        previous: null,
        onlyIfOld: true,
      },
      retry: BRIEF,
      // Nothing new is known then, and nothing new speaks against the approval.
      catch: [{ ErrorEquals: ["States.ALL"], Next: STANDS }],
      next: STANDS,
    }),
    ...decidePhase({ ...place, state: STANDS }, ways, { judge: JUDGE, payload: { afterApproval: true } }),
  };
}
