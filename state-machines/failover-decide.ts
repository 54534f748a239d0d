/** The decision: before the fence, and so before the promotion, the first step that cannot be undone. */
import { jsonata, type State, type Template } from "./asl";
import { freshLook } from "./failover-fresh-look";
import type { Place } from "./phase";
import { step } from "./step";

const DECIDE = "Decide";
const JUDGE = "May the failover proceed?";
/** Reasons of the decision, in the state that asks for it. */
export const DECIDED = jsonata("[$states.result.Payload.reasons]");

export interface Ways {
  readonly ask: string;
  readonly standDown: string;
}

interface Deciding {
  /** Name of the state that goes the decision's way. */
  readonly judge: string;
  readonly payload: Readonly<Record<string, Template>>;
  /** What becomes of the decision's reasons. */
  readonly keep: Readonly<Record<string, Template>>;
}

const AT_FIRST: Deciding = { judge: JUDGE, payload: {}, keep: { reasons: DECIDED } };

/** The standby may have kept the run waiting for minutes since it looked at the primary, and a redrive for hours. */
export function decidePhase(place: Place, ways: Ways): Record<string, State> {
  return { ...freshLook({ ...place, next: DECIDE }), ...deciding({ ...place, state: DECIDE }, ways, AT_FIRST) };
}

export function deciding(
  place: Place,
  { ask, standDown }: Ways,
  { judge, payload, keep }: Deciding,
): Record<string, State> {
  return {
    [place.state]: step({
      name: "decide",
      functionArn: place.functionArn,
      comment: "Before the fence, which can be undone, and so before the promotion, which cannot.",
      payload: { run: jsonata("$run"), readiness: jsonata("[$readiness]"), ...payload },
      assign: {
        verdict: jsonata("$states.result.Payload.verdict"),
        ...keep,
      },
      catch: place.catch,
      next: judge,
    }),
    [judge]: {
      Type: "Choice",
      Choices: [
        { Condition: jsonata("$verdict = 'proceed'"), Next: place.next },
        { Condition: jsonata("$verdict = 'ask'"), Next: ask },
      ],
      Default: standDown,
    },
  };
}
