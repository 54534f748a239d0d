/** Promoting the data while capacity still boots. */
import { ERROR_NAMES } from "../orchestrator/errors";
import type { State, StateGraph } from "./asl";
import { convergeEach } from "./converge";
import type { Loop } from "./loop-states";
import type { Place } from "./phase";

const PROMOTE_POLL_SECONDS = 5;
const CAPACITY_POLL_SECONDS = 5;

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
      Catch: [{ ErrorEquals: [ERROR_NAMES.decisionOutOfDate], Next: whenOutOfDate }, ...catchers],
      Next: next,
    },
  };
}

function oneState(name: string, state: State): StateGraph {
  return { StartAt: name, States: { [name]: state } };
}
