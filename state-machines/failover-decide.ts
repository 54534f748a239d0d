/** The decision: exactly before the first step that cannot be undone. */
import { jsonata, type State } from "./asl";
import type { Place } from "./phase";
import { step } from "./step";

const JUDGE = "May the failover proceed?";

interface Ways {
  readonly ask: string;
  readonly standDown: string;
}

export function decidePhase(place: Place, { ask, standDown }: Ways): Record<string, State> {
  return {
    [place.state]: step({
      name: "decide",
      functionArn: place.functionArn,
      comment: "Exactly before the first step that cannot be undone.",
      payload: { run: jsonata("$run"), readiness: jsonata("[$readiness]") },
      assign: {
        verdict: jsonata("$states.result.Payload.verdict"),
        reasons: jsonata("[$states.result.Payload.reasons]"),
      },
      catch: place.catch,
      next: JUDGE,
    }),
    [JUDGE]: {
      Type: "Choice",
      Choices: [
        { Condition: jsonata("$verdict = 'proceed'"), Next: place.next },
        { Condition: jsonata("$verdict = 'ask'"), Next: ask },
      ],
      Default: standDown,
    },
  };
}
