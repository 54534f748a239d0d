/** Promoting the data while capacity still boots. */
import { ERROR_NAMES } from "../orchestrator/errors";
import { type Catcher, jsonata, type State, type StateGraph } from "./asl";
import { convergeEach } from "./converge";
import type { Loop } from "./loop-states";
import { OPERATOR_STATE, type Place } from "./phase";

const PROMOTE_POLL_SECONDS = 5;
const CAPACITY_POLL_SECONDS = 5;
/** One is enough; a record that cannot be trusted must not make a run look and fence for ever. */
const MOST_LOOKS = 3;
/** Where a run goes whose decision does not stand any more; `error` and `cause` say so, should that become a page. */
export const MAY_LOOK_AGAIN = "May it look once more?";
export const ONE_LOOK_MORE = { looksSinceStandstill: jsonata("$looksSinceStandstill + 1") } as const;
/** What a failover knows of such looks from the start. */
export const NO_LOOK_YET = { looksSinceStandstill: 0 };

/**
 * Capacity boots while data is promoted: the longer of the two is what it takes. `whenOutOfDate`: where a run goes that was
 * redriven here before anything was promoted, because the primary may serve again.
 */
export function promoteAndFillPhase(
  { functionArn, state, next, catch: catchers }: Place,
  whenOutOfDate: string,
): Record<string, State> {
  const promote: Loop = {
    step: "promote",
    functionArn,
    title: "Promotion",
    pollSeconds: PROMOTE_POLL_SECONDS,
    deadlineSeconds: "$deadlines.promoteSeconds",
    whenNotDone: "fail",
  };
  const fill: Loop = {
    step: "warm-up",
    functionArn,
    title: "Capacity",
    pollSeconds: CAPACITY_POLL_SECONDS,
    deadlineSeconds: "$deadlines.fillCapacitySeconds",
    whenNotDone: "fail",
  };
  return {
    [state]: {
      Type: "Parallel",
      Branches: [
        oneState("Promote every data store", { ...convergeEach(promote, "$work.promote"), End: true }),
        oneState("Fill the capacity of every group", { ...convergeEach(fill, "$work.warmUp"), End: true }),
      ],
      Catch: [...catchers.map(whenDecisionIsOutOfDate), ...catchers.map(withoutLooks)],
      Next: next,
    },
    [MAY_LOOK_AGAIN]: {
      Type: "Choice",
      Choices: [
        {
          Condition: jsonata(`$looksSinceStandstill > ${MOST_LOOKS}`),
          Assign: { ...NO_LOOK_YET, cause: jsonata(`'Looked again ${MOST_LOOKS} times, to no avail. ' & $cause`) },
          Next: OPERATOR_STATE,
        },
      ],
      Default: whenOutOfDate,
    },
  };
}

/** With the error at hand, should that become a page. */
function whenDecisionIsOutOfDate({ Assign }: Catcher): Catcher {
  return {
    ErrorEquals: [ERROR_NAMES.decisionOutOfDate],
    Assign: { ...Object(Assign), ...ONE_LOOK_MORE },
    Next: MAY_LOOK_AGAIN,
  };
}

/** Whoever is called redrives after a standstill of its own. */
function withoutLooks(catcher: Catcher): Catcher {
  return { ...catcher, Assign: { ...Object(catcher.Assign), ...NO_LOOK_YET } };
}

function oneState(name: string, state: State): StateGraph {
  return { StartAt: name, States: { [name]: state } };
}
