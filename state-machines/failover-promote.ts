/** What only a failover does on its way: fence a writer that may not answer, and promote while capacity still boots. */
import { jsonata, type State, type StateGraph } from "./asl";
import { answerWithError, convergeEach, type Loop } from "./converge";
import type { Place } from "./phase";
import { BRIEF } from "./retry-policies";

const FENCE_POLL_SECONDS = 2;
const PROMOTE_POLL_SECONDS = 5;
const CAPACITY_POLL_SECONDS = 5;

export function fencePhase({ functionArn, state, next }: Place): Record<string, State> {
  const loop: Loop = {
    step: "fence",
    functionArn,
    title: "Fence",
    pollSeconds: FENCE_POLL_SECONDS,
    deadlineSeconds: "$deadlines.fenceSeconds",
    whenNotDone: "go-on",
    retry: BRIEF,
  };
  return {
    [state]: {
      // One resource that cannot be fenced, for whatever reason, never keeps another from being fenced.
      ...convergeEach(loop, "$work.fence", { catchInto: answerWithError, output: jsonata("$previous") }),
      Comment: "Best effort. Its verdict is recorded; without one the run counts the fence as failed and goes on.",
      Catch: [{ ErrorEquals: ["States.ALL"], Next: next }],
      Next: next,
    },
  };
}

/** Capacity boots while data is promoted: the longer of the two is what it takes. */
export function promoteAndFillPhase({ functionArn, state, next, catch: catchers }: Place): Record<string, State> {
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
      Catch: catchers,
      Next: next,
    },
  };
}

function oneState(name: string, state: State): StateGraph {
  return { StartAt: name, States: { [name]: state } };
}
