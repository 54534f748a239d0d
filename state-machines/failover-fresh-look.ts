/** One look at the primary, unless the last is only seconds old. */
import { jsonata, type State } from "./asl";
import type { Place } from "./phase";
import { BRIEF } from "./retry-policies";
import { step } from "./step";

/** Goes on without where nobody could look: the decision knows how old its evidence is. */
export function freshLook({ functionArn, state, next }: Omit<Place, "catch">): Record<string, State> {
  return {
    [state]: step({
      name: "gather-evidence",
      functionArn,
      comment: "One look by every observer. Nobody waits for a quorum here.",
      payload: {
        run: jsonata("$run"),
        resourceId: null,
        elapsedSeconds: 0,
        previous: null,
        onlyIfOld: true,
      },
      retry: BRIEF,
      catch: [{ ErrorEquals: ["States.ALL"], Next: next }],
      next,
    }),
  };
}
